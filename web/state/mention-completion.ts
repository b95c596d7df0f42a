/**
 * Whom the `@` before the caret may mean.
 * @returns where the `@` stands and the names that go on as it was typed; `undefined` when no mention is being typed
 */
export function mentionAt(
  draft: string,
  caret: number,
  names: readonly string[],
): { from: number; names: readonly string[] } | undefined {
  const before = draft.slice(0, caret);
  const from = Math.max(before.lastIndexOf('@'), before.lastIndexOf('\uff20'));
  if (from < 0) return undefined;
  const typed = before.slice(from + 1).toLowerCase();
  if (/\s/.test(typed)) return undefined;
  const matching = names.filter((name) => name.toLowerCase().startsWith(typed) && name.toLowerCase() !== typed);
  return matching.length > 0 ? { from, names: matching } : undefined;
}
