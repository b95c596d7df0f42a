import { type ContractId, contractId, type Instant } from '../types.ts';

/** Crockford's base 32: nothing in it is taken for something else. A code begins with a letter, so that it is no ticket's number. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ';
const SHOWN_MIN = 4;
const LENGTH = 8;
const CODE = /^[A-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{3,7}$/;

/**
 * The whole code of a finding, by which people name it: `K7QF03XB`. Made of its id alone, so it is the same whenever it is asked for.
 * What is shown is the beginning of it that nothing beside it shares: `shownCodes`.
 */
export function findingCode(id: string): string {
  let { high, low } = mixed(id);
  let code = LETTERS.charAt(high % LETTERS.length);
  high = Math.floor(high / LETTERS.length);
  for (let place = 1; place < LENGTH; place += 1) {
    const from = place <= 3 ? high : low;
    code += DIGITS.charAt(from % DIGITS.length);
    if (place <= 3) high = Math.floor(high / DIGITS.length);
    else low = Math.floor(low / DIGITS.length);
  }
  return code;
}

/** The shortest beginning of each one's code, of four signs at least, that none of the others has. */
export function shownCodes(ids: readonly string[]): ReadonlyMap<string, string> {
  const codes = new Map([...new Set(ids)].map((id) => [id, findingCode(id)]));
  const shared = new Map<string, number>();
  for (const code of codes.values()) {
    for (let length = SHOWN_MIN; length <= LENGTH; length += 1) {
      const beginning = code.slice(0, length);
      shared.set(beginning, (shared.get(beginning) ?? 0) + 1);
    }
  }
  const shown = (code: string) => {
    let length = SHOWN_MIN;
    while (length < LENGTH && (shared.get(code.slice(0, length)) ?? 0) > 1) length += 1;
    return code.slice(0, length);
  };
  return new Map([...codes].map(([id, code]) => [id, shown(code)]));
}

/** @returns the code as it is written, where a text has the form of one; whether there is such a finding is another question */
export function readCode(said: string): string | undefined {
  const plain = said
    .normalize('NFKC')
    .trim()
    .toUpperCase()
    .replace(/^#/, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return CODE.test(plain) ? plain : undefined;
}

/**
 * What a finding's buttons are about: short and plain enough for every platform's buttons, of one contract, and with the instant by
 * which its period is found.
 */
export function findingSubject(
  contract: ContractId,
  { at, id }: { readonly at: Instant; readonly id: string },
): string {
  return [contract, at, findingCode(id)].join('|');
}

export function readFindingSubject(
  subject: string,
): { readonly contractId: ContractId; readonly at: Instant; readonly code: string } | undefined {
  const [, of = '', at = '', said = ''] = /^([^|]+)\|(\d{1,15})\|([0-9A-Z]{8})$/u.exec(subject) ?? [];
  const code = readCode(said);
  return code === undefined ? undefined : { contractId: contractId(of), at: Number(at), code };
}

/** 64 bits that differ for texts that differ a little. Not for secrets. */
function mixed(text: string): { high: number; low: number } {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let place = 0; place < text.length; place += 1) {
    const unit = text.charCodeAt(place);
    one = Math.imul(one ^ unit, 2654435761);
    two = Math.imul(two ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return { high: one >>> 0, low: two >>> 0 };
}
