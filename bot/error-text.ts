import { maskPersonal } from '../domain/personal-data.ts';

const ERROR_TEXT_MAX = 2_000;

/** For the operator, in a dead letter: a platform or a driver may quote what people wrote. Masked before it is cut. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return maskPersonal(text).slice(0, ERROR_TEXT_MAX);
}
