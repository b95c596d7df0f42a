import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChainEntry, canonicalJson, GENESIS_HASH, sealHash, verifyChain } from '../../domain/ledger.ts';
import { eventId, ticketId } from '../../domain/types.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const GENESIS = { seq: 0, hash: GENESIS_HASH };

describe('canonical JSON', () => {
  test.each([
    [
      'keys are sorted, at every depth',
      { b: 1, a: { d: [{ z: 0, y: 1 }], c: null } },
      '{"a":{"c":null,"d":[{"y":1,"z":0}]},"b":1}',
    ],
    ['by UTF-16 units, not by locale', { é: 1, z: 2, Z: 3, 中: 4 }, '{"Z":3,"z":2,"é":1,"中":4}'],
    ['what is undefined is absent', { a: undefined, b: 1 }, '{"b":1}'],
    ['numbers as JavaScript writes them', [1e21, 0.1, -0, 1767196800000], '[1e+21,0.1,0,1767196800000]'],
    ['strings escaped as JSON does', 'a"\n\u2028\ud83d', '"a\\"\\n\u2028\\ud83d"'],
  ])('%s', (_name, value, text) => expect(canonicalJson(value)).toBe(text));

  test.each([
    ['NaN', Number.NaN],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['undefined in an array', [undefined]],
    ['a bigint', { a: 1n }],
    ['a function', { a: () => 1 }],
    ['a class instance', { at: new Map() }],
  ])('%s is refused, not guessed', (_name, value) => expect(() => canonicalJson(value)).toThrow(/canonical JSON/));

  test('a cycle is refused', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => canonicalJson(loop)).toThrow(/nested too deeply/);
  });

  test('says the same as JSON, whatever the order of the keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = canonicalJson(value);
        const shuffled = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(shuffled)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

function chainOf(count: number): ChainEntry[] {
  let hash = GENESIS_HASH;
  return Array.from({ length: count }, (_, index) => {
    const seq = index + 1;
    const id = eventId(`e${seq}`);
    const body = canonicalJson({ id, at: seq * 1000, type: 'acknowledged', ticketId: 't1' });
    hash = sealHash(sha256, hash, seq, body);
    return { eventId: id, body, seal: { seq, hash }, at: seq * 1000, type: 'acknowledged', ticketId: ticketId('t1') };
  });
}

describe('the chain', () => {
  test('a seal depends on the hash before it, the place and the body', () => {
    const base = sealHash(sha256, GENESIS_HASH, 1, 'body');
    const others = [
      sealHash(sha256, sha256('x'), 1, 'body'),
      sealHash(sha256, GENESIS_HASH, 2, 'body'),
      sealHash(sha256, GENESIS_HASH, 1, 'body '),
    ];
    expect(base).toMatch(/^[0-9a-f]{64}$/);
    expect(others).not.toContain(base);
  });

  test('is valid from the beginning, and in batches', () => {
    const chain = chainOf(5);
    const whole = verifyChain(sha256, GENESIS, chain);
    const first = verifyChain(sha256, GENESIS, chain.slice(0, 2));
    expect(first).toEqual({ ok: true, head: chain[1]!.seal });
    expect(verifyChain(sha256, chain[1]!.seal!, chain.slice(2))).toEqual(whole);
    expect(whole).toEqual({ ok: true, head: chain[4]!.seal });
  });

  test('an empty stretch leaves the head where it was', () => {
    expect(verifyChain(sha256, GENESIS, [])).toEqual({ ok: true, head: GENESIS });
  });

  const third = { seq: 3, eventId: 'e3' };
  const editThird = (edit: (entry: ChainEntry) => Partial<ChainEntry>) =>
    chainOf(5).map((entry, index) => (index === 2 ? { ...entry, ...edit(entry) } : entry));
  test.each([
    [
      'a word in a body',
      editThird((entry) => ({ body: entry.body.replace('acknowledged', 'resolved') })),
      { ...third, problem: 'changed' },
    ],
    ['a time beside the body', editThird(() => ({ at: 1 })), { ...third, problem: 'columns_differ' }],
    ['a type beside the body', editThird(() => ({ type: 'resolved' })), { ...third, problem: 'columns_differ' }],
    [
      'another ticket beside the body',
      editThird(() => ({ ticketId: ticketId('t2') })),
      { ...third, problem: 'columns_differ' },
    ],
    [
      'an id beside the body',
      editThird(() => ({ eventId: eventId('x') })),
      { seq: 3, eventId: 'x', problem: 'columns_differ' },
    ],
    ['an entry taken out', chainOf(5).toSpliced(2, 1), { seq: 3, eventId: 'e4', problem: 'gap' }],
    [
      'two entries exchanged',
      [0, 1, 3, 2, 4].map((index) => chainOf(5)[index]!),
      { seq: 3, eventId: 'e4', problem: 'gap' },
    ],
    ['the first entry taken out', chainOf(5).slice(1), { seq: 1, eventId: 'e2', problem: 'gap' }],
    [
      'an entry without a seal',
      chainOf(5).map(({ seal, ...rest }, index) => (index === 2 || !seal ? rest : { ...rest, seal })),
      { ...third, problem: 'unsealed' },
    ],
  ])('%s is found, and the first broken entry is named', (_name, entries, brokenAt) => {
    expect(verifyChain(sha256, GENESIS, entries)).toEqual({ ok: false, brokenAt });
  });

  test('whoever reseals an edited entry breaks the next one', () => {
    const chain = chainOf(5);
    const body = chain[2]!.body.replace('3000', '2999');
    const hash = sealHash(sha256, chain[1]!.seal!.hash, 3, body);
    const forged = chain.with(2, { ...chain[2]!, at: 2999, body, seal: { seq: 3, hash } });
    expect(verifyChain(sha256, GENESIS, forged)).toEqual({
      ok: false,
      brokenAt: { seq: 4, eventId: 'e4', problem: 'changed' },
    });
  });
});
