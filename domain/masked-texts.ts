import { maskPersonal } from './personal-data.ts';
import type { Report } from './reporting/report-types.ts';

// A paper leaves the house: it is printed, forwarded and filed, and nothing that is erased later is erased in it. So words of people
// stand in it without their numbers. Names of who reported and who worked on it stay: a report is signed for. Words are masked before
// anything shortens them: of half a number nobody can tell what it was.

/** Bodies by text id, masked. */
export function maskedTexts(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...texts].map(([id, body]) => [id, maskPersonal(body)] as const));
}

/** With what managers wrote into it masked. */
export function maskedReport(report: Report): Report {
  const { proposals, risks, summary } = report.words;
  return {
    ...report,
    words: {
      ...(summary !== undefined && { summary: maskPersonal(summary) }),
      ...(risks !== undefined && { risks: maskPersonal(risks) }),
      ...(proposals !== undefined && { proposals: maskPersonal(proposals) }),
    },
  };
}
