// The folder of the packs is read again when something in it changes, each pack by itself.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPackWatch } from '../../bot/pack-watch.ts';
import type { Pack, PackWish, RefusedPack } from '../../bot/packs.ts';

const GZ = 'guangzhou-credit.yaml';
const TWO_HOURS = /target: 2h/;

async function begin() {
  const folder = await mkdtemp(join(tmpdir(), 'packs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(`contracts/${GZ}`, join(folder, GZ));
  for (const name of ['shared', 'tables', 'duties'])
    await cp(join('contracts', name), join(folder, name), { recursive: true });
  const taken: Pack[] = [];
  const refused: RefusedPack[] = [];
  const trouble: { next?: Error } = {};
  const wishes: PackWish[] = [];
  const bot = {
    async takePack(pack: Pack, wish: PackWish) {
      const { next } = trouble;
      delete trouble.next;
      if (next) throw next;
      taken.push(pack);
      wishes.push(wish);
    },
    refusePack: async (pack: RefusedPack) => void refused.push(pack),
  };
  const gone: string[] = [];
  const log = { error: () => undefined, warn: (fields: { contractId: string }) => gone.push(fields.contractId) };
  const watch = createPackWatch(folder, bot, log);
  const edit = async (name: string, change: (text: string) => string) => {
    const path = join(folder, name);
    await writeFile(path, change(await readFile(path, 'utf8')));
  };
  const hashes = () => taken.map(({ contract }) => contract.hash);
  return { folder, taken, wishes, refused, gone, trouble, watch, edit, hashes };
}

test('a change is taken at the second look that sees it, once', async () => {
  const { edit, hashes, watch } = await begin();
  await watch.look();
  expect(hashes()).toEqual([]);
  await watch.look();
  expect(hashes()).toHaveLength(1);
  await watch.look();
  expect(hashes()).toHaveLength(1);
  await edit(GZ, (text) => text.replace(TWO_HOURS, 'target: 3h'));
  await watch.look();
  await watch.look();
  await watch.look();
  expect(new Set(hashes()).size).toBe(2);
  expect(hashes()).toHaveLength(2);
});

test('only a pack that was changed is an edit, not those beside it nor what was there at the first look', async () => {
  const { edit, folder, trouble, watch, wishes } = await begin();
  const text = await readFile(join(folder, GZ), 'utf8');
  const other = text.replace('id: guangzhou-credit', 'id: other').replace('numberPrefix: GZ', 'numberPrefix: OT');
  await writeFile(join(folder, 'other.yaml'), other);
  await watch.look('now');
  await edit(GZ, (pack) => pack.replace(TWO_HOURS, 'target: 3h'));
  trouble.next = new Error('the database is away');
  await expect(watch.look('now')).rejects.toThrow('away');
  await watch.look();
  expect(wishes).toEqual(['found', 'found', 'edited', 'found']);
});

test('a contract whose file names another one now is as one whose file is gone', async () => {
  const { edit, gone, taken, watch } = await begin();
  await watch.look('now');
  await edit(GZ, (text) => text.replace('id: guangzhou-credit', 'id: renamed'));
  await watch.look('now');
  await watch.look('now');
  expect(taken.map(({ contract }) => contract.id)).toEqual(['guangzhou-credit', 'renamed']);
  expect(gone).toEqual(['guangzhou-credit']);
});

test('when told to, it does not wait', async () => {
  const { taken, watch } = await begin();
  await watch.look('now');
  expect(taken).toHaveLength(1);
});

test('a change of an included file is one of the pack', async () => {
  const { edit, hashes, watch } = await begin();
  await watch.look('now');
  await edit('shared/common.yaml', (text) => text.replace('autoCloseAfter: 24h', 'autoCloseAfter: 48h'));
  await watch.look('now');
  expect(new Set(hashes()).size).toBe(2);
});

test('a pack with mistakes is refused with their places, and no other pack waits for it', async () => {
  const { edit, folder, refused, taken, watch } = await begin();
  const text = await readFile(join(folder, GZ), 'utf8');
  const other = text.replace('id: guangzhou-credit', 'id: other').replace('numberPrefix: GZ', 'numberPrefix: OT');
  await writeFile(join(folder, 'other.yaml'), other);
  await watch.look('now');
  await edit(GZ, (pack) => pack.replace(TWO_HOURS, 'target: two hours'));
  await edit('other.yaml', (pack) => pack.replace(TWO_HOURS, 'target: 3h'));
  await watch.look('now');
  expect(taken.map(({ contract }) => contract.id)).toEqual(['guangzhou-credit', 'other', 'other']);
  expect(refused).toMatchObject([{ contractId: 'guangzhou-credit', problems: [{ line: expect.any(Number) }] }]);
});

test('two packs with one number prefix: the later file is refused', async () => {
  const { folder, refused, taken, watch } = await begin();
  const text = await readFile(join(folder, GZ), 'utf8');
  await writeFile(join(folder, 'twin.yaml'), text.replace('id: guangzhou-credit', 'id: twin'));
  await watch.look('now');
  expect(taken.map(({ contract }) => contract.id)).toEqual(['guangzhou-credit']);
  expect(refused).toMatchObject([{ contractId: 'twin' }]);
});

test('what could not be put in force is tried again', async () => {
  const { taken, trouble, watch } = await begin();
  trouble.next = new Error('the database is away');
  await expect(watch.look('now')).rejects.toThrow('away');
  await watch.look();
  expect(taken).toHaveLength(1);
});

test('neither a pack that is gone nor the made-up people change anything', async () => {
  const { folder, refused, taken, watch } = await begin();
  await watch.look('now');
  await mkdir(join(folder, 'demo'));
  await writeFile(join(folder, 'demo', 'x.people.yaml'), 'people: nobody');
  await watch.look('now');
  expect(taken).toHaveLength(1);
  await rm(join(folder, GZ));
  await watch.look('now');
  expect([taken.length, refused.length]).toEqual([1, 0]);
});
