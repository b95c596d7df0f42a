import { fileTypeFromBuffer } from 'file-type';

/** What a file is by its bytes, or that it is of no kind that is kept. */
export type MediaType = { readonly mediaType: string } | { readonly refused: true };

/** By what `file-type` finds in the bytes; a name says nothing that its sender could not invent. */
const KEPT = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/gif',
  'image/webp',
  'image/bmp',
  'image/heic',
  'image/heif',
  'image/tiff',
  'image/avif',
  'application/pdf',
  'application/rtf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.presentationml.slideshow',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  // Office before 2007, and WPS.
  'application/x-cfb',
  'application/zip',
  'application/gzip',
  'application/x-7z-compressed',
  'application/x-rar-compressed',
  'application/x-tar',
  'application/x-bzip2',
  'application/x-xz',
  'audio/aac',
  'audio/amr',
  'audio/mp4',
  'audio/mpeg',
  'audio/wav',
  'audio/x-m4a',
  'audio/ogg',
  'video/matroska',
  'video/mp4',
  'video/mpeg',
  'video/quicktime',
  'video/webm',
  'video/3gpp',
]);

/** Programs whose bytes say no more than that they are an archive, a compound file or text. */
const PROGRAM_NAME =
  /\.(apk|appx|bat|cmd|com|cpl|dll|exe|hta|html?|jar|js|jse|lnk|mjs|msi|msix|msp|php|pl|ps1|py|reg|rb|scr|sh|svg|vb|vbe|vbs|wsf|wsh|xhtml)$/i;
const SCRIPT_START = /^\s*(#!|<!doctype\s+html|<html|<script|<svg|<\?php)/i;
/** What no text holds, once the escapes of a terminal's colours are taken out. */
const NO_TEXT = /(?![\t\n\f\r])\p{Cc}/u;
const ESCAPE = '\u001b';

/** @param name as the sender or the platform calls it */
export async function mediaTypeOf(bytes: Uint8Array, name: string | undefined): Promise<MediaType> {
  if (name !== undefined && PROGRAM_NAME.test(name.trim())) return { refused: true };
  // First of all: its mark looks like the beginning of a recording.
  const marked = textIn(utf16Of(bytes), bytes);
  if (marked !== undefined) return typeOfText(marked);
  // Some come with a parameter: "audio/ogg; codecs=opus".
  const found = (await fileTypeFromBuffer(bytes))?.mime.split(';')[0];
  if (found !== undefined && found !== 'application/xml') {
    return KEPT.has(found) ? { mediaType: found } : { refused: true };
  }
  // Logs and tables come in UTF-8 or, from older Windows programs, in GB 18030.
  const text = textIn('utf-8', bytes) ?? textIn('gb18030', bytes);
  return text === undefined || text === '' ? { refused: true } : typeOfText(text);
}

function typeOfText(text: string): MediaType {
  const isXml = /^\s*<\?xml/i.test(text);
  if (SCRIPT_START.test(text) || (isXml && /<(svg|html|script)\b/i.test(text))) return { refused: true };
  return { mediaType: 'text/plain' };
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

function textIn(encoding: string | undefined, bytes: Uint8Array): string | undefined {
  if (encoding === undefined) return undefined;
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return NO_TEXT.test(text.replaceAll(ESCAPE, '')) ? undefined : text;
  } catch {
    return undefined;
  }
}
