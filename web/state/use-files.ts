import { useState } from 'preact/hooks';
import type { SandboxFile } from '../../platforms/sandbox/types.ts';
import { upload } from './api.ts';

/** As the bot keeps them. Bytes. */
export const FILE_SIZE_MAX = 20 * 1_024 * 1_024;
/** Of one message. */
const FILES_MAX = 9;

export type Files = ReturnType<typeof useFiles>;

/** What goes along with the next message; each is uploaded as soon as it is chosen. */
export function useFiles(onError: (error: string) => void) {
  const [chosen, setChosen] = useState<readonly SandboxFile[]>([]);
  const [uploading, setUploading] = useState(0);

  const add = async (file: File) => {
    if (file.size > FILE_SIZE_MAX) return onError('file_too_large');
    setUploading((count) => count + 1);
    const result = await upload(file);
    setUploading((count) => count - 1);
    if (result.ok) setChosen((before) => [...before.filter(({ hash }) => hash !== result.value.hash), result.value]);
    else onError(result.error);
  };

  return {
    chosen,
    isUploading: uploading > 0,
    async attach(files: readonly File[]) {
      if (chosen.length + uploading + files.length > FILES_MAX) return onError('too_many_files');
      for (const file of files) await add(file);
    },
    remove: (hash: string) => setChosen((before) => before.filter((file) => file.hash !== hash)),
    clear: () => setChosen([]),
    putBack: (files: readonly SandboxFile[]) => setChosen((since) => (since.length === 0 ? files : since)),
  };
}
