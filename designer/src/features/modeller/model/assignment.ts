import { names } from './extensions';

/** Who does a task. */
export type Who =
  | { kind: 'lane' }
  | { kind: 'groups'; groups: string[] }
  | { kind: 'person'; user: string }
  | { kind: 'field'; variable: string }
  | { kind: 'expression'; assignee: string; groups: string; users: string };

export interface AssignmentTexts {
  assignee: string;
  candidateGroups: string;
  candidateUsers: string;
}

const variable = /^=\s*([\p{L}_][\p{L}\p{N}_.]*)$/u;

export function parseWho({ assignee, candidateGroups, candidateUsers }: AssignmentTexts): Who {
  const others = candidateGroups + candidateUsers;
  if (assignee === '' && others === '') return { kind: 'lane' };
  if (assignee === '' && candidateUsers === '' && !candidateGroups.startsWith('='))
    return { kind: 'groups', groups: names(candidateGroups) };
  if (others === '' && !assignee.startsWith('=')) return { kind: 'person', user: assignee };
  const named = variable.exec(assignee)?.[1];
  if (others === '' && named !== undefined) return { kind: 'field', variable: named };
  return { kind: 'expression', assignee, groups: candidateGroups, users: candidateUsers };
}

export function formatWho(who: Who): AssignmentTexts {
  const nobody = { assignee: '', candidateGroups: '', candidateUsers: '' };
  switch (who.kind) {
    case 'lane':
      return nobody;
    case 'groups':
      return { ...nobody, candidateGroups: who.groups.join(', ') };
    case 'person':
      return { ...nobody, assignee: who.user };
    case 'field':
      return { ...nobody, assignee: who.variable === '' ? '' : `=${who.variable}` };
    case 'expression':
      return { assignee: who.assignee, candidateGroups: who.groups, candidateUsers: who.users };
  }
}
