import { z } from 'zod';

/** Parts of an outline: what is malformed is left out. */

export const text = z.string().optional().catch(undefined);
export const number = z.number().optional().catch(undefined);
/** What is no text is left out; a text keeps its place in the list. */
export const texts = z.array(z.string().catch('')).catch([]);

/** A map whose parts may be malformed, and are left out then. */
export function part<Shape extends z.ZodRawShape>(shape: Shape) {
  const schema = z.object(shape);
  return schema.catch(() => schema.parse({}));
}
export function list<Schema extends z.ZodType>(schema: Schema) {
  return z.array(schema).catch([]);
}
