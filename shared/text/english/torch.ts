import type { Message, Sentences } from '#shared/text/message.ts';

const NOTHING_RUN = 'Nothing was run. Use a .safetensors file of this model';

/** What is wrong with a file that torch.save wrote; reasons for `weights.unreadable`. */
export const TORCH = {
  'torch.no-file':
    'it is neither a zip archive nor a pickle, so it is damaged or no file of torch: download it anew, or use another file',
  'torch.one-pickle': ({ given }: { given: number }) =>
    `it must hold one data.pkl, given ${given}, so it is no file of torch: use the .safetensors or .pth itself`,
  'torch.byte-order': ({ given }: { given: string }) => `its numbers must be little-endian, given ${given}`,
  'torch.big-endian': 'its numbers must be little-endian',
  'torch.pickle-bytes': ({ limit, given }: { limit: number; given: number }) =>
    `its pickle must have at most ${limit} bytes, given ${given}`,
  'torch.no-dict': 'its content is no dict of weights',
  'torch.values': ({ limit }: { limit: number }) => `it has more than ${limit} values, which no weights need`,
  'torch.no-storages': 'its list of storages is missing',
  'torch.unknown-storage': ({ storage }: { storage: string }) => `nothing says what its storage ${storage} is`,
  'torch.no-mark': 'it is a pickle, but no file of torch: its first pickles are not the format’s mark',
  'torch.storage-beyond': ({ storage }: { storage: string }) =>
    `the numbers of its storage ${storage} end beyond the file: it is truncated. Download it anew`,

  // One weight; see weights.of-weight.
  'torch.no-storage': ({ storage }: { storage: string }) =>
    `has its numbers in ${storage}, which the file does not have: it is damaged`,
  'torch.view': 'is a view whose numbers do not lie in a row. Save it again after .contiguous(), or as safetensors',
  'torch.beyond': ({ dtype, shape }: { dtype: string; shape: readonly number[] }) =>
    `of ${dtype} ${shape.join('×') || 'scalar'} ends beyond its numbers: the file is damaged`,

  // The pickle.
  'torch.at-byte': ({ byte, reason }: { byte: number; reason: Message }, { say }) => `at byte ${byte} ${say(reason)}`,
  'torch.pickle-ends': 'its pickle ends too early: the file is damaged or truncated',
  'torch.length': ({ length }: { length: string }) => `a length of ${length} is more than the pickle has`,
  'torch.long-number': ({ bytes, limit }: { bytes: number; limit: number }) =>
    `a number of ${bytes} bytes is longer than ${limit}`,
  'torch.endless-name': ({ limit }: { limit: number }) => `a name has no end within ${limit} bytes`,
  'torch.opcode': ({ opcode }: { opcode: string }) =>
    `its pickle has the opcode ${opcode}, which no weights need. ${NOTHING_RUN}`,
  'torch.opcodes': ({ limit }: { limit: number }) => `its pickle has more than ${limit} opcodes, which no weights need`,
  'torch.stack-empty': 'its pickle takes more than it has: the file is damaged',
  'torch.no-stack-mark': 'its pickle has no mark where it needs one: the file is damaged',
  'torch.memo': ({ index }: { index: number }) =>
    `its pickle recalls ${index}, which it never kept: the file is damaged`,
  'torch.fills-no-dict': 'its pickle fills something that is no dict',
  'torch.extends-no-list': 'its pickle lengthens something that is no list',
  'torch.name-no-text': 'its pickle names something by no text',
  'torch.name': ({ name }: { name: string }) => `its pickle names ${name}, which no weights need. ${NOTHING_RUN}`,
  'torch.state': 'its pickle gives a state to plain data',
  'torch.calls-nameless': 'its pickle calls something that has no name',
  'torch.call': ({ name }: { name: string }) => `its pickle calls ${name} in a way that makes no weight`,
  'torch.storage-format': 'its pickle refers to numbers in a way or format that cannot be read',

  // The zip archive round it.
  'torch.zip-entries': ({ limit, given }: { limit: number; given: number }) =>
    `its zip directory must have at most ${limit} entries, given ${given}`,
  'torch.zip-twice': ({ part }: { part: string }) => `its zip directory names ${part} twice`,
  'torch.zip-encrypted': ({ part }: { part: string }) => `its part ${part} is encrypted`,
  'torch.zip-compressed': ({ part }: { part: string }) =>
    `its part ${part} is compressed, which torch never does. Save the file again with torch`,
  'torch.zip-damaged': ({ reason }: { reason: Message }, { say }) => `it is a damaged zip archive: ${say(reason)}`,
  'torch.zip-beyond': 'its directory lies beyond its end',
  'torch.zip-entry': ({ index }: { index: number }) => `entry ${index} of its directory is damaged`,
  'torch.zip-misplaced': ({ part }: { part: string }) => `its part ${part} is not where the directory says`,
  'torch.zip-part-beyond': ({ part }: { part: string }) => `its part ${part} ends beyond the file`,
  'torch.zip-truncated': 'it has no directory at its end, so it is truncated: download it anew',
  'torch.zip-directory': 'its directory is damaged',
  'torch.zip-size': ({ size }: { size: string }) => `a size of ${size} is more than the file has`,
  'torch.zip64-locator': 'its zip64 locator is missing',
  'torch.zip64-end': 'its zip64 end record is missing',
  'torch.zip64-sizes': 'an entry of its directory lacks its zip64 sizes',
} as const satisfies Sentences;
