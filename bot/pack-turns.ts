import type { Deps } from './deps.ts';
import {
  followPack,
  type Pack,
  type PackShelf,
  type PackWish,
  putInForce,
  type RefusedPack,
  refusePack,
} from './packs.ts';

/** Puts packs in force one after the other. */
export class PackTurns {
  readonly #deps: Deps;
  readonly #shelf: PackShelf;
  #last: Promise<unknown> = Promise.resolve();
  #inHand = 0;

  constructor(deps: Deps, shelf: PackShelf) {
    this.#deps = deps;
    this.#shelf = shelf;
  }

  /** What this process found at its start. @param values the packs that the contracts were made from */
  async takeOwn(values: ReadonlyMap<string, unknown> | undefined): Promise<void> {
    for (const contract of this.#deps.contracts.values()) {
      await this.take({ contract, value: values?.get(contract.id) }, 'found');
    }
  }

  take(pack: Pack, wish: PackWish): Promise<void> {
    return this.#inTurn(() => putInForce(this.#shelf, pack, wish));
  }

  refuse(refused: RefusedPack): Promise<void> {
    return this.#inTurn(() => refusePack(this.#shelf, refused));
  }

  /** Whatever other replicas have put in force. While this one puts a pack in force it need not look. */
  async follow(): Promise<void> {
    const { contracts, log, store } = this.#deps;
    if (!store.mayHaveReplicas) return;
    for (const id of contracts.keys()) {
      if (this.#inHand > 0) return;
      // One contract's trouble is not the next one's.
      await this.#inTurn(() => followPack(this.#shelf, id)).catch((error: unknown) =>
        log.error({ err: error, contractId: id }, 'following the packs failed'),
      );
    }
  }

  /** Resolves when those that are in hand are in force, or failed. */
  async idle(): Promise<void> {
    await this.#last;
  }

  #inTurn(job: () => Promise<void>): Promise<void> {
    this.#inHand += 1;
    const turn = this.#last.then(job).finally(() => {
      this.#inHand -= 1;
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
