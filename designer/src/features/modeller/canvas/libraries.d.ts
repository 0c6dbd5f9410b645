// Libraries of the canvas that come without types: what we call of them.

declare module 'diagram-js-minimap' {
  const minimapModule: Record<string, unknown>;
  export default minimapModule;
}

declare module 'bpmn-auto-layout' {
  export function layoutProcess(xml: string): Promise<string>;
}

declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages?: object);
    fromXML(xml: string): Promise<{ rootElement: object; warnings: { message: string }[] }>;
  }
}

declare module 'bpmn-js-differ' {
  type Found = Record<string, { name?: string }>;
  export function diff(
    before: object,
    after: object,
  ): { _added: Found; _removed: Found; _layoutChanged: Found; _changed: Record<string, { model: { name?: string } }> };
}
