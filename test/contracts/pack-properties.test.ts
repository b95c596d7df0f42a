import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument, visit } from 'yaml';
import { InvalidPack } from '../../contracts/problems.ts';
import { fullPack, parse } from './pack-text.ts';

const REMOVED = Symbol('removed');
const ODD = [REMOVED, null, true, 0, -1, 1e9, '', ' ', '?', '__proto__', '5m', 'agreed', '2026-02-30', [], {}, [[]]];
const junk = fc.oneof(fc.constantFrom<unknown>(...ODD), fc.string({ maxLength: 12 }));

/** The pack with another key or value at a place, or with none there. */
function damaged(place: number, by: unknown): string {
  const document = parseDocument(fullPack);
  let at = -1;
  visit(document, {
    Value() {
      at += 1;
      if (at !== place) return undefined;
      return by === REMOVED ? visit.REMOVE : document.createNode(by);
    },
  });
  return document.toString();
}

test('a pack that is damaged anywhere is read, or refused with places: it never breaks the reader', () => {
  fc.assert(
    fc.property(fc.nat({ max: 700 }), junk, (place, by) => {
      const text = damaged(place, by);
      try {
        expect(parse(text).schemes.length).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof InvalidPack)) throw error;
        const lines = text.split('\n').length;
        expect(error.problems.length).toBeGreaterThan(0);
        for (const { line, column, problem, remedy } of error.problems) {
          expect(line >= 1 && line <= lines && column >= 1 && problem !== '' && remedy !== '').toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
});
