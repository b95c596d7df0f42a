import { and, asc, count, eq } from 'drizzle-orm';
import { type ChatId, type ContractId, contractId, type PersonId, personId } from '../domain/types.ts';
import { briefCache } from './brief-cache.ts';
import { parsePosts, parseRoles } from './documents.ts';
import { type Access, type Db, insertIfNew } from './engine.ts';
import { deleteMember, writeMember } from './members.ts';
import { personJoinPart } from './person-join.ts';
import type { Reads } from './reads.ts';
import type { Account, Chat, Member } from './records.ts';
import type { Store } from './store.ts';

type PeoplePart = Pick<Reads, 'members' | 'accountsOf'> &
  Pick<Store, 'contractsOf' | 'saveMember' | 'removeMember' | 'isUnderWay' | 'joinPeople'> &
  AccountsPart;

type AccountsPart = Pick<Store, 'personByAccount' | 'accountOf' | 'accountCount' | 'savePerson'>;

type ChatsPart = Pick<Reads, 'chatsOf'> & Pick<Store, 'chat' | 'chatById' | 'allChats' | 'saveChat'>;

export function peoplePart(access: Access): PeoplePart {
  const { engine, tables, clock } = access;
  const { people, accounts, members } = tables;
  const cache = briefCache<readonly Member[]>(clock);
  const accountCache = briefCache<ReadonlyMap<PersonId, readonly Account[]>>(clock);
  const forget = () => {
    cache.forget();
    accountCache.forget();
  };

  const readMembers = async (contract: ContractId): Promise<readonly Member[]> => {
    const rows = await engine.read((db) =>
      db
        .select({
          id: people.id,
          name: people.name,
          roles: members.roles,
          posts: members.posts,
          dutyOrder: members.dutyOrder,
          department: members.department,
        })
        .from(members)
        .innerJoin(people, eq(people.id, members.personId))
        .where(eq(members.contractId, contract))
        .orderBy(asc(people.id)),
    );
    return rows.map(({ id, name, roles, posts, dutyOrder, department }) => ({
      id: personId(id),
      name,
      roles: parseRoles(roles),
      posts: posts === null ? [] : parsePosts(posts),
      ...(dutyOrder !== null && { dutyOrder }),
      ...(department !== null && { department }),
    }));
  };

  const readAccounts = async (contract: ContractId): Promise<ReadonlyMap<PersonId, readonly Account[]>> => {
    const { isGuest, personId: person, platform, userId } = accounts;
    const rows = await engine.read((db) =>
      db
        .select({ person, platform, userId, isGuest })
        .from(members)
        .innerJoin(accounts, eq(person, members.personId))
        .where(eq(members.contractId, contract))
        .orderBy(asc(accounts.seq)),
    );
    return new Map(
      [...Map.groupBy(rows, (row) => personId(row.person))].map(([id, his]) => [id, his.map(accountIn)] as const),
    );
  };

  return {
    members: (contract) => cache.get(contract, () => readMembers(contract)),
    accountsOf: (contract) => accountCache.get(contract, () => readAccounts(contract)),
    async contractsOf(person) {
      const contract = { id: members.contractId };
      const rows = await engine.read((db) =>
        db.select(contract).from(members).where(eq(members.personId, person)).orderBy(asc(members.contractId)),
      );
      return rows.map((row) => contractId(row.id));
    },
    ...accountsPart(access, forget),
    ...personJoinPart(access, forget),
    async saveMember(contract, { personId: person, ...terms }) {
      await engine.writeOnce((db) => writeMember(access, db, contract, person, terms));
      forget();
    },
    async removeMember(contract, person) {
      await engine.writeOnce((db) => deleteMember(access, db, contract, person));
      forget();
    },
  };
}

function accountsPart({ engine, tables }: Access, forget: () => void): AccountsPart {
  const { people, accounts } = tables;
  return {
    async personByAccount(platform, userId) {
      const isIt = and(eq(accounts.platform, platform), eq(accounts.userId, userId));
      const [row] = await engine.read((db) =>
        db
          .select({ id: people.id, name: people.name })
          .from(accounts)
          .innerJoin(people, eq(people.id, accounts.personId))
          .where(isIt),
      );
      return row && { id: personId(row.id), name: row.name };
    },
    async accountOf(person, platform) {
      const isIts = and(eq(accounts.personId, person), eq(accounts.platform, platform));
      const rows = await engine.read((db) =>
        db
          .select({ userId: accounts.userId, isGuest: accounts.isGuest, name: people.name })
          .from(accounts)
          .innerJoin(people, eq(people.id, accounts.personId))
          .where(isIts)
          .orderBy(asc(accounts.seq)),
      );
      const row = rows.find(({ isGuest }) => isGuest === null) ?? rows[0];
      return row && { userId: row.userId, name: row.name, ...(row.isGuest !== null && { isGuest: true }) };
    },
    async accountCount(person) {
      const his = eq(accounts.personId, person);
      const [row] = await engine.read((db) => db.select({ count: count() }).from(accounts).where(his));
      return row?.count ?? 0;
    },
    /** An account that exists keeps its person, whose name is brought up to date; his id is returned. */
    async savePerson(person, account) {
      const saved = await engine.write(async (db) => {
        const isIt = and(eq(accounts.platform, account.platform), eq(accounts.userId, account.userId));
        const owner = async () => (await db.select({ id: accounts.personId }).from(accounts).where(isIt))[0]?.id;
        const isNew = await insertIfNew(engine, db, accounts, {
          platform: account.platform,
          userId: account.userId,
          personId: person.id,
          ...(account.isGuest && { isGuest: 1 }),
        });
        const id = isNew ? person.id : ((await owner()) ?? person.id);
        await engine.upsert(db, people, [{ id, name: person.name }], { key: [people.id], set: ['name'] });
        return personId(id);
      });
      forget();
      return saved;
    },
  };
}

function accountIn(row: {
  readonly platform: string;
  readonly userId: string;
  readonly isGuest: number | null;
}): Account {
  const { isGuest, platform, userId } = row;
  return { platform, userId, ...(isGuest !== null && { isGuest: true }) };
}

export function chatsPart({ engine, tables }: Access): ChatsPart {
  const { chats } = tables;
  return {
    async chat(platform, externalId) {
      const isIt = and(eq(chats.platform, platform), eq(chats.externalId, externalId));
      const [row] = await engine.read((db) => db.select().from(chats).where(isIt));
      return row && chatOf(row);
    },
    async chatById(id) {
      const [row] = await engine.read((db) => db.select().from(chats).where(eq(chats.id, id)));
      return row && chatOf(row);
    },
    async chatsOf(contract) {
      const isIts = eq(chats.contractId, contract);
      const rows = await engine.read((db) => db.select().from(chats).where(isIts).orderBy(asc(chats.id)));
      return rows.map(chatOf);
    },
    async allChats(platform) {
      const isIts = platform === undefined ? undefined : eq(chats.platform, platform);
      const rows = await engine.read((db) => db.select().from(chats).where(isIts).orderBy(asc(chats.id)));
      return rows.map(chatOf);
    },
    saveChat: (chat) => engine.writeOnce((db) => writeChat({ engine, tables }, db, chat)),
  };
}

async function writeChat({ engine, tables }: Pick<Access, 'engine' | 'tables'>, db: Db, chat: Chat): Promise<void> {
  const { chats } = tables;
  const { contractId: contract = null, department = null, language = null } = chat;
  const row = { ...chat, contractId: contract, department, language };
  // Whoever knows of no contract may only not have seen that the chat was bound meanwhile.
  const binding = chat.contractId === undefined ? [] : (['contractId', 'department'] as const);
  const spoken = chat.language === undefined ? [] : (['language'] as const);
  await engine.upsert(db, chats, [row], { key: [chats.id], set: ['kind', 'title', ...spoken, ...binding] });
}

/** Chats that may exist already: those stay as they are. */
export async function writeNewChats({ engine, tables }: Access, db: Db, made: readonly Chat[]): Promise<void> {
  for (const chat of made) await insertIfNew(engine, db, tables.chats, chat);
}

function chatOf({
  contractId: contract,
  department,
  language,
  ...chat
}: Access['tables']['chats']['$inferSelect']): Chat {
  return {
    ...chat,
    // Written from a ChatId.
    id: chat.id as ChatId,
    ...(contract !== null && { contractId: contractId(contract) }),
    ...(department !== null && { department }),
    ...(language !== null && { language }),
  };
}
