import { bad, type Finding, ok } from '../platforms/finding.ts';
import { clamdScan, ScanFailed } from './clamd.ts';
import { clamdWords } from './clamd-config.ts';
import type { Config } from './config.ts';
import { SIZE_MAX_BYTES } from './media.ts';

const ABOUT = 'clamd';

/** Does clamd look through a file of the largest size that is kept? Nothing is said where none is set. */
export async function examineClamd({ clamd }: Pick<Config, 'clamd'>): Promise<readonly Finding[]> {
  if (!clamd) return [];
  const where = clamdWords(clamd);
  try {
    await clamdScan(clamd)(new Uint8Array(SIZE_MAX_BYTES));
    return [ok(ABOUT, `${where} looks through files before they are kept`)];
  } catch (error) {
    if (!(error instanceof ScanFailed)) throw error;
    const remedy = 'start clamd, or mend CLAMD; until then no picture and no file is kept';
    return [bad(ABOUT, `${where}: ${error.message}`, remedy)];
  }
}
