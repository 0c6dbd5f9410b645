import { ApiError } from '../../../api/client';
import { ask } from '../api';
import type { Moddle } from '../canvas/types';
import { attribute } from './extensions';

export interface TemplateProperty {
  id?: string;
  label?: string;
  description?: string;
  type?: string;
  value?: string | number | boolean;
  group?: string;
  feel?: string;
  optional?: boolean;
  choices?: { name: string; value: string }[];
  constraints?: {
    notEmpty?: boolean;
    minLength?: number;
    maxLength?: number;
    pattern?: string | { value: string; message: string };
  };
  binding: { type: string; name?: string; key?: string; property?: string; source?: string };
}

/** An activity of a plug-in, described as an element template. */
export interface ElementTemplate {
  id: string;
  name: string;
  version?: number;
  description?: string;
  appliesTo: string[];
  elementType?: { value: string; eventDefinition?: string };
  icon?: { contents: string };
  properties: TemplateProperty[];
}

/** All activities of the plug-ins that are installed; none where the server has no plug-ins. */
export async function elementTemplates(): Promise<ElementTemplate[]> {
  try {
    return await ask<ElementTemplate[]>('get', '/api/element-templates');
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

/** A template is offered where the element is, or may become without loss, what it describes. */
export function fits(template: ElementTemplate, owner: Moddle): boolean {
  const { elementType, appliesTo } = template;
  return elementType === undefined
    ? appliesTo.some((type) => owner.$instanceOf(type))
    : owner.$type === elementType.value;
}

/** Of each template its newest version: what new steps are made from. */
export function newest(templates: ElementTemplate[]): ElementTemplate[] {
  const versionOf = ({ version = 0 }: ElementTemplate) => version;
  return templates.filter((one) =>
    templates.every((other) => other.id !== one.id || versionOf(other) <= versionOf(one)),
  );
}

/** The template an element was made from, in that version: by the type of its job, else by its mark. */
export function templateOf(templates: ElementTemplate[], owner: Moddle): ElementTemplate | undefined {
  const mark = owner.get<string | undefined>('zeebe:modelerTemplate');
  const type = attribute(owner, 'zeebe:TaskDefinition', 'type');
  return (
    templates.find(({ properties }) =>
      properties.some(
        ({ binding, value }) => binding.type.startsWith('zeebe:taskDefinition') && type !== '' && value === type,
      ),
    ) ?? newest(templates).find(({ id }) => id === mark)
  );
}

/** What is wrong with a value, in the template's own words where it has some. */
export function faultOf(
  property: TemplateProperty,
  value: string,
): 'empty' | 'short' | 'long' | { said: string } | null {
  const { notEmpty, minLength = 0, maxLength = Infinity, pattern } = property.constraints ?? {};
  if (value === '') return notEmpty === true ? 'empty' : null;
  if (value.startsWith('=')) return null;
  if (value.length < minLength) return 'short';
  if (value.length > maxLength) return 'long';
  if (pattern === undefined) return null;
  const expression = typeof pattern === 'string' ? pattern : pattern.value;
  if (new RegExp(expression).test(value)) return null;
  return { said: typeof pattern === 'string' ? expression : pattern.message };
}
