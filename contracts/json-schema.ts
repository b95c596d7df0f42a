import { z } from 'zod';
import { packFileSchema, sharedSchema } from './pack-schema.ts';

/** Which file of `contracts/` an editor is to check: a pack, or one that packs include. */
export type SchemaKind = 'pack' | 'shared';

const schemas = {
  pack: { schema: packFileSchema, title: 'A contract pack' },
  shared: { schema: sharedSchema, title: 'A file that contract packs include' },
} as const satisfies Record<SchemaKind, { schema: z.ZodType; title: string }>;

/**
 * The JSON Schema of such a file, for editors. It says what each key is and what form its value has; whether names exist and what
 * does not fit together, only `check` can tell.
 */
export function jsonSchemaText(kind: SchemaKind): string {
  const { schema, title } = schemas[kind];
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
