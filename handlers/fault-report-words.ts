import { cleanText, clip } from '../domain/plain-text.ts';
import type { MessageContext } from './context.ts';

const NAME_SHOWN_MAX = 60;

/** What the files of a message are called; what their sender gave no name to by its kind. */
export function attachmentNames({ text, update }: MessageContext): readonly string[] {
  return (update.attachments ?? []).map(({ kind, name = '' }) => {
    const shown = clip(cleanText(name).replace(/\s+/gu, ' '), NAME_SHOWN_MAX);
    return shown === '' ? text.media.kind[kind] : shown;
  });
}

/** The words of a fault report that is a file. */
export function faultReportText(ctx: MessageContext): string {
  return ctx.text.deliverable.faultReport.byFile(attachmentNames(ctx).join(ctx.text.card.comma));
}
