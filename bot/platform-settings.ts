import { z } from 'zod';
import { isLoopback } from '../platforms/loopback.ts';

/** An id or a secret, as it is copied. A guide's dots are none. */
export const word = z.string().regex(/^(?!.*(?:\.\.\.|…)$)[\x21-\x7e]{1,200}$/);

/** A mark around it or before it is in no message, and what the wrong encoding has left is in none either. */
export const shownName = z
  .string()
  .trim()
  .max(40)
  .regex(/^[^@＠"'“”‘’「」\uFFFD]+$/);

/** Secrets go over it: without TLS on this machine only. What is read has no slash at its end, since paths are added to it. */
export function safeAddress(protocol: string, onLoopback: string) {
  const isSafe = (value: string) => {
    const url = URL.parse(value);
    // No request can be made with a name and a password in its address, and the error would repeat them.
    if (url === null || url.username !== '' || url.password !== '') return false;
    return url.protocol === protocol || (url.protocol === onLoopback && isLoopback(url.hostname));
  };
  return z.string().refine(isSafe).transform(withoutSlash);
}

export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/**
 * What is missing among settings that are of use only together.
 * @param needs each setting with those that it needs
 */
export function missingSettings<Name extends string>(
  given: Readonly<Record<string, unknown>>,
  needs: readonly (readonly [Name, readonly Name[]])[],
  remedies: Readonly<Record<Name, string>>,
): readonly string[] {
  const missing = new Map<Name, Name>();
  for (const [name, needed] of needs) {
    if (!(name in given)) continue;
    for (const other of needed) if (!(other in given) && !missing.has(other)) missing.set(other, name);
  }
  return [...missing].map(
    ([name, because]) => `${name}: is missing, and ${because} is of no use without it; ${remedies[name]}`,
  );
}
