export interface Contender {
  readonly url: string;
  /** One message of the chat of this number, up to and with the commit that holds its ticket and card. */
  handleOne(chat: number): Promise<void>;
  /** Statements that the server has executed since its start. */
  statements?(): Promise<number>;
  close(): Promise<void>;
}
