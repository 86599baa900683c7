/** @file The one class of Papa Parse that is used: its synchronous parser, which needs no DOM and no Node types. */
declare module 'papaparse/papaparse.js' {
  interface ParserConfig {
    delimiter: string;
    newline: string;
    quoteChar: string;
    preview?: number;
  }
  interface ParserResult {
    data: string[][];
    errors: { type: string; code: string; message: string; row: number }[];
    /** cursor: characters used up; what follows belongs to the next block. */
    meta: { cursor: number };
  }
  const Papa: {
    Parser: new (config: ParserConfig) => {
      parse(input: string, baseIndex: number, ignoreLastRow: boolean): ParserResult;
    };
  };
  export default Papa;
}
