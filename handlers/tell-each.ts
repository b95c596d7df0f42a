import type { Content, Outgoing } from '../db/changes.ts';
import type { PersonId } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { groupOf } from './group-chat.ts';

/** What one person is told for himself. */
export interface ToldAlone {
  readonly key: string;
  readonly content: Content;
  readonly onlyAlone?: true;
  /** Absent: 1. */
  readonly priority?: Outgoing['priority'];
}

/** Each of them for himself, by way of a group of a platform on which he is. */
export async function tellEach(
  scene: Scene,
  people: readonly PersonId[],
  told: (person: PersonId) => ToldAlone,
  department?: string,
): Promise<readonly Outgoing[]> {
  const rows = await Promise.all(
    [...new Set(people)].map(async (person): Promise<readonly Outgoing[]> => {
      const group = await groupOf(scene, { people: [person], department });
      if (!group) return [];
      return [{ op: 'answer', chatId: group.id, priority: 1, to: person, ...told(person) }];
    }),
  );
  return rows.flat();
}
