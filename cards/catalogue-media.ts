/** Of a link to a file that opens nothing, in a browser. */
export interface FileLinkTexts {
  readonly invalid: string;
  readonly expired: string;
  readonly gone: string;
}

/** Wording about pictures and files that come with tickets. */
export interface MediaTexts {
  readonly kind: Readonly<Record<'image' | 'file' | 'audio' | 'video', string>>;
  /**
   * To its sender. @param what 图片, 文件 … @param number of the ticket; absent where nobody has said yet whether it is one
   * @param sizeMax such as `20 MB`
   */
  readonly lost: Readonly<
    Record<
      'too_large' | 'type_refused' | 'infected' | 'not_fetched',
      (what: string, number: string | undefined, sizeMax: string) => string
    >
  >;
  readonly link: FileLinkTexts;
}
