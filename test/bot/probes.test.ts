// What machines tell of a round, from its timer to the card: asked over the network, of servers on loopback.
import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Deps } from '../../bot/deps.ts';
import { networkProber, type Prober } from '../../bot/probe-target.ts';
import { createTimers } from '../../bot/timers.ts';
import { inspectionCard } from '../../cards/inspection-card.ts';
import { CATALOGUES } from '../../cards/language.ts';
import type { OutboxRow } from '../../db/store.ts';
import { fillItems } from '../../domain/obligations/decide-inspection.ts';
import type { Inspection } from '../../domain/obligations/obligation-types.ts';
import type { CheckItem, Probe } from '../../domain/obligations/plan-types.ts';
import { DAY, eventId, HOUR, personId } from '../../domain/types.ts';
import { readLine } from '../cards/read-card.ts';
import { inspection, inspectionPlan } from '../domain/obligation-fixture.ts';
import { PROBE_CERTIFICATE, PROBE_KEY } from './probe-key.ts';
import { CONTRACT, commit, contract, NINE, type Stand, setStand } from './stand.ts';

const EXPIRES = new X509Certificate(PROBE_CERTIFICATE).validToDate.getTime();
const web = createServer((request, response) => {
  const { url = '' } = request;
  if (url === '/away') return response.writeHead(302, { location: 'http://elsewhere.example/' }).end();
  if (url === '/down') return response.writeHead(500).end();
  if (url === '/hang') return response;
  if (!url.startsWith('/api/v1/query?query=')) return response.end('ok');
  const result = [NINE / 1_000, '81.5'];
  return response.end(JSON.stringify({ status: 'success', data: { resultType: 'scalar', result } }));
});
const secure = createTls({ cert: PROBE_CERTIFICATE, key: PROBE_KEY }, (socket) => socket.end());
const stands: Stand[] = [];
/** Nobody listens there; a port that was let go of may be another test's a moment later. */
const CLOSED = 1;

const portOf = (server: Pick<Server, 'address'>) => (server.address() as AddressInfo).port;
const listening = (server: Server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const page = (path: string): Probe => ({ kind: 'http', url: `http://127.0.0.1:${portOf(web)}${path}` });

beforeAll(async () => {
  await Promise.all([web, secure].map(listening));
});
afterEach(async () => {
  for (const stand of stands.splice(0)) await stand.close();
});
afterAll(() => {
  web.closeAllConnections();
  web.close();
  secure.close();
});

const item = (id: string, probe?: Probe, more: Partial<CheckItem> = {}): CheckItem => ({
  ...{ id, group: '自动', name: id, nameEn: id, ...more },
  ...(probe && { probe }),
});
const prober = (prometheus = portOf(web)): Prober =>
  // Ten days before the certificate ends.
  networkProber({ now: () => EXPIRES - 10 * DAY, limitMs: 300, prometheusUrl: `http://127.0.0.1:${prometheus}/` });

async function begin(checklist: readonly CheckItem[], more: { probe?: Prober; round?: Partial<Inspection> } = {}) {
  const stand = await setStand(':memory:');
  stands.push(stand);
  const plan = inspectionPlan({ checklist });
  const deps: Deps = {
    ...stand.deps,
    probe: more.probe ?? prober(),
    contracts: new Map([[CONTRACT, { ...contract, inspections: [plan] }]]),
  };
  const round = inspection({ contractId: CONTRACT, opensAt: NINE, dueAt: NINE + HOUR, ...more.round });
  await commit(deps, {
    obligations: [{ next: round }],
    entries: [{ id: eventId('e1'), at: NINE, type: 'inspection_opened', recordId: round.id }],
    setTimers: [{ key: `probe:${round.id}`, kind: 'probe', subject: round.id, fireAt: NINE }],
  });
  const rows: OutboxRow[] = [];
  const timers = createTimers(deps, ({ rows: written }) => rows.push(...written));
  const asked = async (): Promise<Inspection> => {
    timers.open();
    await timers.takeUp();
    await timers.idle();
    const found = await stand.store.obligation(round.id);
    if (found?.type !== 'inspection') throw new Error('the round is gone');
    return found;
  };
  const noteOf = async ({ results }: Inspection, id: string) => {
    const ref = results[id]?.note;
    return ref && (await stand.store.texts([ref.id])).get(ref.id);
  };
  const said = () => rows.map(({ outgoing }) => outgoing.content.lines.map(readLine).join('\n'));
  return { ...stand, asked, noteOf, plan, round, rows, said };
}

test('each target’s answer is recorded as it was, and what could not be asked is left to people, who are told', async () => {
  const checklist = [
    item('page', page('/')),
    item('broken', page('/down')),
    item('elsewhere', page('/away')),
    item('slow', page('/hang')),
    item('port', { kind: 'tcp', host: '127.0.0.1', port: portOf(web) }),
    item('closed', { kind: 'tcp', host: '127.0.0.1', port: CLOSED }),
    item(
      'certificate',
      { kind: 'certificate', host: '127.0.0.1', port: portOf(secure) },
      { reading: { unit: '天', min: 15_000 } },
    ),
    item('disk', { kind: 'prometheus', query: 'max(disk)' }, { reading: { unit: '%', max: 85_000 } }),
    item('room'),
  ];
  const { asked, noteOf, plan, said, store } = await begin(checklist);
  const round = await asked();
  const outcomes = Object.fromEntries(Object.entries(round.results).map(([id, { outcome }]) => [id, outcome]));
  expect(outcomes).toEqual({
    ...{ page: 'normal', broken: 'anomaly', elsewhere: 'anomaly', port: 'normal', closed: 'anomaly' },
    ...{ certificate: 'anomaly', disk: 'normal' },
  });
  expect(round).toMatchObject({ state: 'open', unasked: ['slow'] });
  expect(round.results.certificate?.value).toBe(10_000);
  expect(round.results.disk).toMatchObject({ value: 81_500, isAutomatic: true });
  expect(await noteOf(round, 'broken')).toBe('返回状态 500');
  expect(await noteOf(round, 'elsewhere')).toBe('返回状态 302');
  expect(await noteOf(round, 'closed')).toBe('无法连接');
  expect(said()).toEqual([expect.stringContaining('异常 4 项，1 项未能检测')]);
  const view = { inspection: round, plan, contract, members: [], texts: new Map(), series: new Map(), drifts: [] };
  const fields = inspectionCard(view, NINE, CATALOGUES.zh).fields.map(({ value }) => readLine(value));
  expect(fields.join('\n')).toContain('○ 4 slow（未能自动检测');
  expect(await store.timer(`probe:${round.id}`)).toBeUndefined();
});

test('that Prometheus is down says nothing of the machines that it watches', async () => {
  const disk = item('disk', { kind: 'prometheus', query: 'max(disk)' }, { reading: { unit: '%', max: 85_000 } });
  const { asked, said, store } = await begin([disk], { probe: prober(CLOSED) });
  expect(await asked()).toMatchObject({ results: {}, unasked: ['disk'], state: 'open' });
  expect(said()).toEqual([expect.stringContaining('1 项未能检测')]);
  const entries = await store.entries(CONTRACT, ['inspection_unasked'], 0, NINE + HOUR);
  expect(entries.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([{ unasked: ['disk'] }]);
});

test('nobody is told of a round in which machines found all as it should be', async () => {
  const { asked, said } = await begin([item('page', page('/'))]);
  expect(await asked()).toMatchObject({ state: 'done', doneAt: NINE });
  expect(said()).toEqual([]);
});

test('what somebody fills in while machines are asked stays his', async () => {
  const holder: { meanwhile?: () => Promise<void> } = {};
  const probe: Prober = async () => {
    await holder.meanwhile?.();
    return { saw: 'anomaly', why: 'refused' };
  };
  const { asked, deps, plan, round, said } = await begin([item('page', page('/')), item('other', page('/'))], {
    probe,
  });
  holder.meanwhile = async () => {
    delete holder.meanwhile;
    const by = { id: personId('li'), roles: ['engineer'] } as const;
    const step = fillItems(round, plan, [{ itemId: 'page', outcome: 'normal' }], { now: NINE, by });
    if (!step.ok) throw new Error('it was refused');
    const entry = { id: eventId('e2'), at: NINE, type: 'inspection_filled', recordId: round.id };
    await commit(deps, { obligations: [{ seen: round, next: step.next }], entries: [entry] });
  };
  const after = await asked();
  expect(after.results.page).toMatchObject({ outcome: 'normal', by: 'li' });
  expect(after.results.other).toMatchObject({ outcome: 'anomaly', isAutomatic: true });
  expect(said()).toEqual([expect.stringContaining('异常 1 项')]);
});

test.each([
  ['that is over', { dueAt: NINE - 1 }],
  ['that was missed', { state: 'missed', missedAt: NINE - 1 }],
  ['that was called off', { state: 'cancelled' }],
] as const)('machines fill in nothing of a round %s', async (_name, round) => {
  const { asked, said, store } = await begin([item('page', page('/'))], { round });
  expect((await asked()).results).toEqual({});
  expect(said()).toEqual([]);
  expect(await store.timer(`probe:test:daily:2026-02-02`)).toBeUndefined();
});
