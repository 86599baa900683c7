/** @file The parts of the Fairness stage, by the end of their address. */
export const pages = [
  { page: '', name: 'Groups' },
  { page: 'gaps', name: 'Gaps and chance' },
  { page: 'bias', name: 'Bias before and after' },
  { page: 'mitigation', name: 'Mitigation lab' },
  { page: 'impossibility', name: 'Impossibility' },
];
