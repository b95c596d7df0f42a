import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { z } from 'zod';

const status = z.tuple([z.object({ Value: z.coerce.number() })]);

/** What all connections together have asked the server; asking is one more. */
export async function questions(url: string): Promise<number> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query<RowDataPacket[]>("SHOW GLOBAL STATUS LIKE 'Questions'");
    return status.parse(rows)[0].Value;
  } finally {
    await connection.end();
  }
}
