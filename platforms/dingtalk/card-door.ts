import { type Clock, type DurationMs, HOUR, type Instant } from '../../domain/types.ts';
import type { Conversation } from '../conversations.ts';
import type { PlatformLog } from '../deps.ts';
import type { SaidParts } from '../said-parts.ts';
import { PlatformError } from '../types.ts';
import { CARD_IS_THERE } from './api-codes.ts';
import { refusesCards } from './api-errors.ts';
import type { CardProof } from './card-proof.ts';
import type { PostedCards } from './posted-cards.ts';
import type { NewCard, OpenApi, Spending } from './types.ts';

/** DingTalk takes no card of our template: how soon one is tried again. */
const SHUT_MS: DurationMs = HOUR;
const UNSURE = 'unsure';

/** Posts cards, while DingTalk takes any. */
export interface CardDoor {
  /** Whether cards go at all; else everything is said in words. */
  isOpen(): boolean;
  /**
   * @param card.mayBeThere another process may have posted it
   * @throws {PlatformError}
   */
  post(card: NewCard & { readonly mayBeThere: boolean }, to: Conversation, spending: Spending): Promise<void>;
}

export interface CardDoorDeps {
  readonly clock: Clock;
  readonly log: PlatformLog;
  readonly openApi: Pick<OpenApi, 'createCard'>;
  readonly parts: SaidParts;
  readonly posted: Pick<PostedCards, 'posted'>;
  /** Absent: there is no template. */
  readonly proof?: Pick<CardProof, 'accepted' | 'refused'>;
}

export function createCardDoor({ clock, log, openApi, parts, posted, proof }: CardDoorDeps): CardDoor {
  let shut: { readonly from: Instant; readonly until: Instant } | undefined;
  const isShut = () => shut !== undefined && shut.from <= clock.now() && clock.now() < shut.until;

  /** It stands there, whatever becomes of the note. */
  const note = async (carrierId: string, outTrackId: string): Promise<void> => {
    try {
      await posted.posted(carrierId, outTrackId);
    } catch (error) {
      log.warn({ err: error, outTrackId }, 'a quotation of this card will not be known for one');
    }
  };

  /** For the examination alone: no card fails with it. */
  const prove = async (outcome: 'accepted' | 'refused'): Promise<void> => {
    try {
      await proof?.[outcome]();
    } catch (error) {
      log.warn({ err: error }, 'the examination will not know whether DingTalk takes cards');
    }
  };

  return {
    isOpen: () => proof !== undefined && !isShut(),
    async post({ mayBeThere, ...card }, to, spending) {
      const { outTrackId } = card;
      try {
        const carrierId = await openApi.createCard(card, to, spending);
        if (carrierId !== undefined) await note(carrierId, outTrackId);
        await prove('accepted');
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        const isThere = mayBeThere || parts.get(outTrackId, UNSURE) !== undefined;
        if (error.code === CARD_IS_THERE && isThere) {
          log.info({ outTrackId }, 'DingTalk has this card already; it counts as said');
          return;
        }
        if (error.isUnsure) parts.put(outTrackId, UNSURE, UNSURE);
        if (refusesCards(error)) {
          shut = { from: clock.now(), until: clock.now() + SHUT_MS };
          const reason = error.message;
          log.error(
            { code: 'dingtalk_cards_refused', reason },
            'DingTalk takes no cards; for an hour words go instead',
          );
          await prove('refused');
        }
        throw error;
      }
    },
  };
}
