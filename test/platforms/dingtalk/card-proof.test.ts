import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY } from '../../../domain/types.ts';
import { createCardProof } from '../../../platforms/dingtalk/card-proof.ts';
import { type OutputStage, posting, setStage, TEMPLATE } from './output-stage.ts';

let stage: OutputStage;
beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.close());

const lastAccepted = (templateId = TEMPLATE) =>
  createCardProof(templateId, { clock: { now: stage.now }, notes: stage.notes }).lastAccepted();

test('a card that DingTalk took is remembered to the day, for its template alone', async () => {
  const output = stage.output();
  const first = stage.now();
  expect(await lastAccepted()).toBeUndefined();
  await output.deliver(posting());
  expect(await lastAccepted()).toBe(first);
  expect(await lastAccepted('other.schema')).toBeUndefined();
  stage.pass(DAY - 1);
  await output.deliver(posting({ key: 'k2' }));
  expect(await lastAccepted()).toBe(first);
  stage.pass(1);
  await output.deliver(posting({ key: 'k3' }));
  expect(await lastAccepted()).toBe(first + DAY);
});

test('a card goes though what DingTalk took can’t be remembered', async () => {
  const put = async () => {
    throw new Error('away');
  };
  const deps = {
    clock: { now: stage.now },
    http: fetch,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    notes: { ...stage.notes, put },
  };
  const receipt = await stage.output({}, { deps }).deliver(posting());
  expect(receipt.handle).toBeDefined();
});

test('a refusal of the template ends what was remembered', async () => {
  const output = stage.output();
  await output.deliver(posting());
  stage.fake.templates.all.clear();
  await output.deliver(posting({ key: 'k2' })).catch(() => undefined);
  expect(await lastAccepted()).toBeUndefined();
});
