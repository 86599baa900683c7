/** @file The parts of the Frame stage, by the end of their address. */
export const pages = [
  { page: '', name: 'The question' },
  { page: 'gate', name: 'Should it be ML?' },
  { page: 'purpose', name: 'Objectives' },
  { page: 'beside', name: 'Side by side' },
];
