import { maskPersonal } from '../domain/personal-data.ts';
import { PlatformError } from '../platforms/types.ts';

/** An error of another kind is a fault of the adapter or an answer that never came: it is tried again, and may have arrived. */
export function asPlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PlatformError(message, {
    code: 'delivery_failed',
    retryable: true,
    isUnsure: true,
    cause: error,
  });
}

/** Says nothing about the message. */
export function asksForPatience(error: PlatformError): boolean {
  return error.isShut === true || error.retryAfterMs !== undefined || saysNoRoom(error);
}

/** The budget there is used up: something urgent may still pass. */
export function saysNoRoom({ code }: PlatformError): boolean {
  return code === 'rate_limited';
}

/** For the operator, in the outbox: a platform may quote the message. Masked before it is cut. */
export function errorWords(error: PlatformError): string {
  return `${error.code}: ${maskPersonal(error.message)}`.slice(0, 500);
}
