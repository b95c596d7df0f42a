import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MediaFolderError, openMediaFolder, readMediaFolder } from '../../bot/media-folder.ts';
import { mediaTypeOf } from '../../bot/media-type.ts';
import { HOUR } from '../../domain/types.ts';
import { NINE } from './stand.ts';

const clock = { now: () => NINE };
const BYTES = Buffer.from('a picture');
const HASH = createHash('sha256').update(BYTES).digest('hex');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dutybell-media-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the media folder', () => {
  test('keeps bytes under their hash, twice as once, and for nobody else to read', async () => {
    const media = await openMediaFolder(join(folder, 'new', 'media'), clock);
    expect(await media.keep(BYTES)).toBe(HASH);
    expect(await media.keep(BYTES)).toBe(HASH);
    const file = join(folder, 'new', 'media', HASH.slice(0, 2), HASH);
    expect((await stat(file)).size).toBe(BYTES.byteLength);
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readdir(join(folder, 'new', 'media', 'incoming'))).toEqual([]);
  });

  test('notices a file that was changed, and one that is gone', async () => {
    const media = await openMediaFolder(folder, clock);
    await media.keep(BYTES);
    expect(await media.check(HASH)).toBe('intact');
    await writeFile(join(folder, HASH.slice(0, 2), HASH), 'another picture');
    expect(await readMediaFolder(folder).check(HASH)).toBe('changed');
    await rm(join(folder, HASH.slice(0, 2), HASH));
    expect(await media.check(HASH)).toBe('missing');
    expect(await readMediaFolder(join(folder, 'no such folder')).check(HASH)).toBe('missing');
  });

  test('gives back what was kept, and nothing that is not that', async () => {
    const media = await openMediaFolder(folder, clock);
    await media.keep(BYTES);
    expect(await media.read(HASH)).toEqual(BYTES);
    await writeFile(join(folder, HASH.slice(0, 2), HASH), 'another picture');
    expect(await media.read(HASH), 'changed').toBeUndefined();
    await rm(join(folder, HASH.slice(0, 2), HASH));
    expect(await media.read(HASH), 'gone').toBeUndefined();
    await mkdir(join(folder, HASH.slice(0, 2), HASH));
    await expect(media.read(HASH), 'no file').rejects.toThrow();
  });

  test('removes what a killed process left, but not what another one is writing', async () => {
    const incoming = join(folder, 'incoming');
    await mkdir(incoming);
    for (const [name, age] of [
      ['old', HOUR + 1_000],
      ['new', HOUR - 1_000],
    ] as const) {
      await writeFile(join(incoming, name), 'half a picture');
      await utimes(join(incoming, name), (NINE - age) / 1_000, (NINE - age) / 1_000);
    }
    await openMediaFolder(folder, clock);
    expect(await readdir(incoming)).toEqual(['new']);
  });

  test('opens while another process moves what it has written', async () => {
    const incoming = join(folder, 'incoming');
    await mkdir(incoming);
    // There when the folder is listed, and not when it is looked at.
    await symlink(join(folder, 'moved away'), join(incoming, 'moving'));
    await expect(openMediaFolder(folder, clock)).resolves.toBeDefined();
  });

  test('says at once when it can’t be written, and which setting names it', async () => {
    await writeFile(join(folder, 'file'), '');
    const opened = openMediaFolder(join(folder, 'file', 'media'), clock);
    await expect(opened).rejects.toThrow(MediaFolderError);
    await expect(opened).rejects.toThrow('MEDIA_DIR');
  });
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const ZIP = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const OLD_OFFICE = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)]);
const PROGRAM = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(128)]);
const ELF = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(128)]);

describe('what is kept is decided by the bytes', () => {
  test.each([
    ['a picture', PNG, 'a.png', 'image/png'],
    ['a picture under a false name', PNG, 'a.txt', 'image/png'],
    ['a picture without a name', PNG, undefined, 'image/png'],
    ['PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n'), 'a.pdf', 'application/pdf'],
    ['an archive', ZIP, 'logs.zip', 'application/zip'],
    ['Office before 2007', OLD_OFFICE, '报告.doc', 'application/x-cfb'],
    ['a log', Buffer.from('2026-03-03 09:00 错误\r\n\tat x\n'), 'a.log', 'text/plain'],
    ['a log in colours', Buffer.from('\u001b[31merror\u001b[0m'), 'a.log', 'text/plain'],
    ['a table in GB 18030', Buffer.from('d0d5c3fb2cb5e7bbb00a', 'hex'), '名单.csv', 'text/plain'],
    ['text in UTF-16', Buffer.from('\ufeff故障', 'utf16le'), 'a.txt', 'text/plain'],
    ['an export in XML', Buffer.from('<?xml version="1.0"?><log><line/></log>'), 'a.xml', 'text/plain'],
  ])('%s', async (_name, bytes, name, mediaType) => {
    expect(await mediaTypeOf(bytes, name)).toEqual({ mediaType });
  });

  test.each([
    ['a program', PROGRAM, 'a.png'],
    ['a program without a name', PROGRAM, undefined],
    ['a program of Linux', ELF, 'a'],
    ['an installer that looks like old Office', OLD_OFFICE, 'setup.MSI'],
    ['an app that looks like an archive', ZIP, '值班.apk'],
    ['a script', Buffer.from('#!/bin/sh\nrm -rf /\n'), 'a.txt'],
    ['a script by its name', Buffer.from('del *.*'), 'a.bat '],
    ['a page', Buffer.from('\n<!DOCTYPE html><script>1</script>'), 'a.txt'],
    ['a drawing with scripts', Buffer.from('<?xml version="1.0"?><svg onload="x()"/>'), 'a.xml'],
    ['bytes of no kind', Buffer.from([1, 2, 3, 0, 255, 254, 0, 7]), 'a.dat'],
    ['nothing', Buffer.alloc(0), 'a.txt'],
  ])('not: %s', async (_name, bytes, name) => {
    expect(await mediaTypeOf(bytes, name)).toEqual({ refused: true });
  });
});
