import type { Content, Outgoing } from '../db/changes.ts';
import type { KeptFile } from '../db/records.ts';
import { maskedReport } from '../domain/masked-texts.ts';
import type { Report } from '../domain/reporting/report-types.ts';
import type { Scene } from './context.ts';
import { say } from './messages.ts';

export type ReportFormat = 'picture' | 'docx' | 'xlsx';

/**
 * The papers of a report, in this order.
 * @throws {Error} one of them can't be made: what would be handed in must not be missing, so the cause is tried again
 */
export async function reportFiles(
  { papers, text }: Pick<Scene, 'papers' | 'text'>,
  report: Report,
  formats: readonly ReportFormat[],
): Promise<readonly KeptFile[]> {
  const { kind, period } = report.figures;
  const [called = ''] = text.reporting.kinds[kind];
  const name = text.reporting.fileName(report.names.shortName, called, period.label);
  const masked = maskedReport(report);
  const files: KeptFile[] = [];
  for (const format of formats) {
    files.push(await papers.make({ paper: 'report', format, report: masked, name, language: text.language }));
  }
  return files;
}

/** The picture; undefined where it can't be drawn: the words are worth more than a wait. */
export async function reportPicture(
  scene: Pick<Scene, 'log' | 'papers' | 'text'>,
  report: Report,
): Promise<KeptFile | undefined> {
  try {
    const [picture] = await reportFiles(scene, report, ['picture']);
    return picture;
  } catch (error) {
    scene.log.error({ err: error, kind: report.figures.kind }, 'the picture of a report could not be made');
    return undefined;
  }
}

/** Each file as a message of its own, behind the message that tells of them. */
export function fileRowsBehind(
  { text }: Pick<Scene, 'text'>,
  message: Outgoing,
  files: readonly KeptFile[],
): readonly Outgoing[] {
  const { chatId, key, priority } = message;
  const alone =
    message.op === 'answer' ? { to: message.to, ...(message.onlyAlone && { onlyAlone: true as const }) } : {};
  return files.map((file): Outgoing => {
    const content: Content = say(text.reporting.file(file.name));
    return { op: 'file', key: `${key}:${file.hash}`, chatId, priority, file, content, ...alone };
  });
}
