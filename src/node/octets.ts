import { open } from 'node:fs/promises';

/** The octets of a file, but no more than so many. @throws Error for one that cannot be read, or is larger */
export async function octetsOfFile(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    return await octetsOf(file.createReadStream({ autoClose: false }), most);
  } finally {
    await file.close();
  }
}

/** All octets of a stream, but no more than so many. @throws Error for one that breaks, or has more */
export async function octetsOf(stream: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    length += part.length;
    if (length > most) throw new Error(`it has more than ${most} octets`);
    parts.push(part);
  }
  return Buffer.concat(parts, length);
}
