/** What a shape is, by the words of OpenStreetMap; what is none of these is not drawn. */
export function shapeKind(properties: Record<string, unknown> | null): string | null {
  const of = (name: string) => (typeof properties?.[name] === 'string' ? String(properties[name]) : '');
  if (of('highway') !== '') return ['footway', 'path', 'steps', 'cycleway'].includes(of('highway')) ? 'way' : 'street';
  if (of('railway') !== '') return 'rail';
  if (of('natural') === 'water' || of('water') !== '' || of('waterway') !== '') return 'water';
  if (['park', 'garden', 'pitch'].includes(of('leisure')) || ['grass', 'forest', 'meadow'].includes(of('landuse')))
    return 'green';
  if (of('natural') === 'wood') return 'green';
  if (of('building') !== '') return 'building';
  return null;
}
