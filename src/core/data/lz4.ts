/** @file LZ4 frames (lz4_Frame_format.md 1.6), as Arrow files hold them. Checksums and content sizes are not looked at. */

const magic = 0x184d2204;
/** Bits of the frame's first flags. */
const flags = { dictionary: 0x01, contentChecksum: 0x04, contentSize: 0x08, blockChecksum: 0x10 };
const stored = 0x80000000;

/** The bytes that were compressed. Throws where they are cut short or refer to what is not there. */
export function decodeLz4Frame(input: Uint8Array): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (input.length < 7 || view.getUint32(0, true) !== magic) throw new Error('not an LZ4 frame');
  const told = input[4]!;
  if (told >> 6 !== 1) throw new Error(`version ${told >> 6} of the LZ4 frame is not known`);
  if (told & flags.dictionary) throw new Error('the LZ4 frame needs a dictionary that is not in it');
  const output = { bytes: new Uint8Array(4 * input.length), length: 0 };
  for (let at = 7 + (told & flags.contentSize ? 8 : 0); ;) {
    if (at + 4 > input.length) throw new Error('the LZ4 frame is cut short');
    const size = view.getUint32(at, true);
    if (size === 0) return output.bytes.slice(0, output.length);
    const [start, end] = [at + 4, at + 4 + (size & ~stored)];
    if (end > input.length) throw new Error('the LZ4 frame is cut short');
    const block = input.subarray(start, end);
    if (size >= stored) append(output, block);
    else decodeBlock(block, output);
    at = end + (told & flags.blockChecksum ? 4 : 0);
  }
}

interface Output {
  bytes: Uint8Array;
  length: number;
}

function reserve(output: Output, more: number): void {
  const wanted = output.length + more;
  if (wanted <= output.bytes.length) return;
  const bytes = new Uint8Array(Math.max(wanted, 2 * output.bytes.length));
  bytes.set(output.bytes.subarray(0, output.length));
  output.bytes = bytes;
}

function append(output: Output, bytes: Uint8Array): void {
  reserve(output, bytes.length);
  output.bytes.set(bytes, output.length);
  output.length += bytes.length;
}

/** Sequences of literals and a match in what was written so far, which may lie in an earlier block. */
function decodeBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const next = () => {
    if (at >= block.length) throw new Error('a block of the LZ4 frame is cut short');
    return block[at++]!;
  };
  /** A length of 15 goes on in the bytes that follow, until one is not 255. */
  const lengthOf = (nibble: number) => {
    let length = nibble;
    if (nibble === 15)
      for (let byte = 255; byte === 255;) {
        byte = next();
        length += byte;
      }
    return length;
  };
  while (at < block.length) {
    const token = next();
    const literals = lengthOf(token >> 4);
    if (at + literals > block.length) throw new Error('a block of the LZ4 frame is cut short');
    append(output, block.subarray(at, at + literals));
    at += literals;
    // The last sequence is literals alone.
    if (at === block.length) return;
    const offset = next() | (next() << 8);
    if (offset === 0 || offset > output.length) throw new Error(`an LZ4 match lies outside of the data: ${offset}`);
    const length = lengthOf(token & 15) + 4;
    reserve(output, length);
    // Byte by byte: a match may overlap what it writes.
    const { bytes } = output;
    for (let i = 0; i < length; i++) bytes[output.length + i] = bytes[output.length + i - offset]!;
    output.length += length;
  }
}
