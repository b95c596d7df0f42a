/**
 * The value, which the caller knows to be there.
 * @throws an error that names what is missing: a mistake in this page
 */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`missing: ${what}`);
  return value;
}
