import type { InboxQuery, InboxSort, InboxView } from '../../api/schema';

/** What the list is asked for; what does not narrow it is left out. */
export type InboxFilter = { [Name in keyof InboxQuery]: Exclude<InboxQuery[Name], null> };

export const views = ['all', 'mine', 'groups', 'deputy', 'followUp', 'overdue'] as const satisfies InboxView[];
const sorts: InboxSort[] = ['due', 'created', 'priority'];

/** The question to the server that the address of the page asks. */
export function queryOfAddress(search: URLSearchParams): InboxFilter {
  const view = search.get('view');
  const sort = search.get('sort');
  const query: InboxFilter = { view: [...views, 'done' as const].find((known) => known === view) ?? 'all' };
  const q = search.get('q')?.trim() ?? '';
  if (q !== '') query.q = q;
  const process = search.get('process');
  if (process !== null) query.process = process;
  const group = search.get('group');
  if (group !== null) query.group = group;
  if (search.get('priority') === 'high') query.priority = 'high';
  if (search.get('fourEyes') === 'true') query.fourEyes = true;
  const knownSort = sorts.find((known) => known === sort);
  if (knownSort !== undefined && knownSort !== 'due') query.sort = knownSort;
  return query;
}

/** The address that shows exactly this. */
export function addressOfQuery(query: InboxQuery): string {
  const search = new URLSearchParams();
  if (query.view !== 'all') search.set('view', query.view);
  for (const name of ['q', 'process', 'group', 'priority', 'sort'] as const) {
    const value = query[name];
    if (value != null && value !== '') search.set(name, value);
  }
  if (query.fourEyes === true) search.set('fourEyes', 'true');
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** Whether anything beyond the view narrows the list. */
export function isFiltered(query: InboxQuery): boolean {
  return (
    [query.q, query.process, query.group, query.priority].some((value) => value != null) || query.fourEyes === true
  );
}

export function sameQuery(one: InboxQuery, other: InboxQuery): boolean {
  return addressOfQuery(one) === addressOfQuery(other);
}
