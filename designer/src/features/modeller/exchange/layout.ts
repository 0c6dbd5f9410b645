/** The document drawn anew: steps in even distances, from left to right. Lanes and pools have no such drawing. */
export async function layout(xml: string): Promise<string> {
  const { layoutProcess } = await import('bpmn-auto-layout');
  return layoutProcess(xml);
}

/** Whether it can be drawn anew without losing lanes. */
export function canLayout(xml: string): boolean {
  return !/<(\w+:)?(laneSet|collaboration)\b/.test(xml);
}
