import { and, asc, eq } from 'drizzle-orm';
import { type ChatId, type ContractId, contractId, type Instant, personId, SECOND } from '../domain/types.ts';
import { parseRoles } from './documents.ts';
import { type Access, insertIfNew } from './engine.ts';
import type { Chat, Member, Reads, Store } from './store.ts';

/** How long a read of a contract's members is used again. */
const MEMBERS_CACHED_MS = SECOND;

type PeoplePart = Pick<Reads, 'members'> &
  Pick<Store, 'contractsOf' | 'personByAccount' | 'accountOf' | 'savePerson' | 'saveMember'>;

export function peoplePart(access: Access): PeoplePart {
  const { engine, tables, clock } = access;
  const { people, accounts, members } = tables;
  const cache = new Map<ContractId, { readAt: Instant; members: Promise<readonly Member[]> }>();

  const readMembers = async (contract: ContractId): Promise<readonly Member[]> => {
    const rows = await engine.read((db) =>
      db
        .select({ id: people.id, name: people.name, roles: members.roles, dutyOrder: members.dutyOrder })
        .from(members)
        .innerJoin(people, eq(people.id, members.personId))
        .where(eq(members.contractId, contract))
        .orderBy(asc(people.id)),
    );
    return rows.map(({ id, name, roles, dutyOrder }) => ({
      id: personId(id),
      name,
      roles: parseRoles(roles),
      ...(dutyOrder !== null && { dutyOrder }),
    }));
  };

  return {
    async members(contract) {
      const now = clock.now();
      const cached = cache.get(contract);
      // A clock that went back says nothing of the age.
      if (cached && cached.readAt <= now && now - cached.readAt < MEMBERS_CACHED_MS) return cached.members;
      const reading = readMembers(contract);
      cache.set(contract, { readAt: now, members: reading });
      try {
        return await reading;
      } catch (error) {
        cache.delete(contract);
        throw error;
      }
    },
    async contractsOf(person) {
      const contract = { id: members.contractId };
      const rows = await engine.read((db) =>
        db.select(contract).from(members).where(eq(members.personId, person)).orderBy(asc(members.contractId)),
      );
      return rows.map((row) => contractId(row.id));
    },
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
      const [row] = await engine.read((db) =>
        db
          .select({ userId: accounts.userId, name: people.name })
          .from(accounts)
          .innerJoin(people, eq(people.id, accounts.personId))
          .where(isIts)
          .orderBy(asc(accounts.seq))
          .limit(1),
      );
      return row;
    },
    /** An account that exists keeps its person, whose name is brought up to date; his id is returned. */
    async savePerson(person, account) {
      const saved = await engine.write(async (db) => {
        const isIt = and(eq(accounts.platform, account.platform), eq(accounts.userId, account.userId));
        const owner = async () => (await db.select({ id: accounts.personId }).from(accounts).where(isIt))[0]?.id;
        const isNew = await insertIfNew(engine, db, accounts, { ...account, personId: person.id });
        const id = isNew ? person.id : ((await owner()) ?? person.id);
        await engine.upsert(db, people, [{ id, name: person.name }], { key: [people.id], set: ['name'] });
        return personId(id);
      });
      cache.clear();
      return saved;
    },
    async saveMember(contract, { personId: person, roles, dutyOrder }) {
      const row = {
        contractId: contract,
        personId: person,
        roles: JSON.stringify(roles),
        dutyOrder: dutyOrder ?? null,
      };
      const key = [members.contractId, members.personId];
      await engine.writeOnce((db) => engine.upsert(db, members, [row], { key, set: ['roles', 'dutyOrder'] }));
      cache.delete(contract);
    },
  };
}

export function chatsPart({ engine, tables }: Access): Pick<Store, 'chat' | 'chatById' | 'chatsOf' | 'saveChat'> {
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
    async saveChat(chat) {
      const row = { ...chat, contractId: chat.contractId ?? null };
      const set = ['kind', 'title', 'contractId'] as const;
      await engine.writeOnce((db) => engine.upsert(db, chats, [row], { key: [chats.id], set }));
    },
  };
}

function chatOf(row: Omit<Chat, 'id' | 'contractId'> & { id: string; contractId: string | null }): Chat {
  const { contractId: contract, ...chat } = row;
  // Written from a ChatId.
  return { ...chat, id: row.id as ChatId, ...(contract !== null && { contractId: contractId(contract) }) };
}
