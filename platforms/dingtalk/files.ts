import { DAY, type DurationMs } from '../../domain/types.ts';
import { forGood, type WireFile } from '../types.ts';
import type { RobotFile } from './types.ts';

const FILE_MAX = 20 * 1024 * 1024;
/** Endings of documents that DingTalk's robots send. */
const DOCUMENTS: readonly string[] = ['doc', 'docx', 'xlsx', 'pdf', 'zip', 'rar'];
/** How long a file that was handed over is sent again without handing it over; DingTalk names no end. */
export const DINGTALK_HOLDS_MS: DurationMs = 7 * DAY;

export type DingtalkKind = 'image' | 'file';

/** As what DingTalk takes it. @throws {PlatformError} `too_large` or `file_kind`, for good */
export function dingtalkKindOf(file: WireFile): DingtalkKind {
  const { bytes, kind, name } = file;
  if (bytes.byteLength > FILE_MAX) throw forGood('too_large', `DingTalk takes at most 20 MB, and ${name} has more`);
  if (kind === 'image') return 'image';
  if (DOCUMENTS.includes(endingOf(name))) return 'file';
  throw forGood('file_kind', `a robot of DingTalk sends no file such as ${name}`);
}

/** What a robot says about a file that DingTalk was given. */
export function robotFile(kind: DingtalkKind, { name }: WireFile, mediaId: string): RobotFile {
  return kind === 'image' ? { kind, mediaId } : { kind, mediaId, name, ending: endingOf(name) };
}

function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
