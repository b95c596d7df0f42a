import type { Changes } from '../db/changes.ts';
import type { Scene } from './context.ts';

/** Commits what it is given with something more in it, or something else: whatever decides need not know of it. */
export function amendedCommit(scene: Pick<Scene, 'commit'>, amended: (changes: Changes) => Changes): Scene['commit'] {
  // The result may take this one's place in the scene.
  const commit = scene.commit.bind(scene);
  return (changes) =>
    commit(typeof changes === 'function' ? async (tx) => amended(await changes(tx)) : amended(changes));
}
