import type { Language } from '../cards/catalogue.ts';
import type { KeptFile } from '../db/records.ts';
import type { FaultReport } from '../domain/reporting/fault-report-types.ts';
import type { Report } from '../domain/reporting/report-types.ts';

/**
 * What is drawn or written. `picture`: the one of a card; `docx`, `xlsx`: the whole paper. `name` is the file's, without its ending, which
 * follows from the format; what no file's name may hold is left out of it.
 */
export type PaperOrder = { readonly language: Language; readonly name: string } & (
  | { readonly paper: 'report'; readonly format: 'picture' | 'docx' | 'xlsx'; readonly report: Report }
  | { readonly paper: 'fault_report'; readonly format: 'docx'; readonly report: FaultReport }
);

/** Where pictures and documents are made: behind the handlers, so that nothing waits for a drawing. */
export interface Papers {
  /** Made, and kept in the media folder under its hash. @throws {Error} it can't be drawn or kept: the cause is tried again */
  make(order: PaperOrder): Promise<KeptFile>;
}
