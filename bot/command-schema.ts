import { jsonSchemaText, type SchemaKind } from '../contracts/json-schema.ts';

/** Prints the JSON Schema by which an editor completes and checks a pack. */
export function printSchema(kind: SchemaKind): void {
  process.stdout.write(jsonSchemaText(kind));
}
