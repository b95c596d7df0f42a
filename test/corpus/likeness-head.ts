import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CorpusPart } from './corpus.ts';

const FEATURES = new URL('../../domain/intake-features.ts', import.meta.url);

/** Names the labelled messages that likeness was learnt from, and what of them is compared, so that it shows when they are others. */
export function likenessHead(series: ReadonlyMap<string, readonly CorpusPart[]>): string {
  const messages = [...series.values()]
    .flat()
    .flatMap((part) =>
      part.messages.map(({ say, kind, followUp, family }) =>
        JSON.stringify([part.contract.id, say, kind, followUp, family]),
      ),
    );
  const features = readFileSync(FEATURES, 'utf8').replaceAll('\r', '');
  const digest = createHash('sha256')
    .update([features, ...messages.toSorted()].join('\n'))
    .digest('hex');
  return `# learnt from ${messages.length} messages, sha256 ${digest}; made by npm run train:intake`;
}
