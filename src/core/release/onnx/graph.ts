/** @file An ONNX graph while it is built (onnx.proto of ONNX 1.12). Every tensor knows its type and shape, so that a checker can follow. */
import { block, float, floats, message, varint, varints, type Field } from './protobuf.ts';

export type ElementType = keyof typeof elementTypes;
const elementTypes = { float: 1, int64: 7, string: 8, bool: 9, double: 11 };

/** A name in the graph. `rows` stands for as many rows as come in. */
export interface Tensor {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Size[];
}
type Size = number | 'rows';

export type Attribute =
  | { int: number }
  | { float: number }
  | { text: string }
  | { ints: readonly number[] }
  | { floats: readonly number[] }
  | { texts: readonly string[] };

export interface Made {
  type: ElementType;
  shape: readonly Size[];
}

export interface Graph {
  /** One value a row. */
  input(name: string, type: ElementType): Tensor;
  constant(type: ElementType, shape: readonly number[], values: readonly (number | string)[]): Tensor;
  /** ml: of the domain ai.onnx.ml. */
  node(operator: string, inputs: readonly Tensor[], made: Made, attributes?: Record<string, Attribute>): Tensor;
  ml(operator: string, inputs: readonly Tensor[], made: Made, attributes: Record<string, Attribute>): Tensor;
  output(name: string, tensor: Tensor): void;
  /** The model file: opset 17 and ai.onnx.ml 3, IR 8. notes: its metadata. */
  bytes(notes: Record<string, string>): Uint8Array;
}

export function createGraph(name: string): Graph {
  const nodes: Uint8Array[] = [];
  const inputs: Uint8Array[] = [];
  const outputs: Uint8Array[] = [];
  const between: Uint8Array[] = [];
  const constants = new Map<string, Tensor>();
  const initializers: Uint8Array[] = [];
  let made = 0;
  const add = (domain: string): Graph['node'] => {
    return (operator, from, { type, shape }, attributes = {}) => {
      const tensor = { name: `t${++made}`, type, shape };
      nodes.push(nodeProto(operator, from, tensor, attributes, domain));
      between.push(valueInfo(tensor));
      return tensor;
    };
  };
  return {
    node: add(''),
    ml: add('ai.onnx.ml'),
    input(name, type) {
      const tensor: Tensor = { name, type, shape: ['rows'] };
      inputs.push(valueInfo(tensor));
      return tensor;
    },
    constant(type, shape, values) {
      const key = JSON.stringify([
        type,
        shape,
        values.map((value) => (typeof value === 'number' ? `${value}` : value)),
      ]);
      const known = constants.get(key);
      if (known) return known;
      const tensor = { name: `c${constants.size}`, type, shape };
      constants.set(key, tensor);
      initializers.push(tensorProto(tensor, shape, values));
      return tensor;
    },
    output(name, { name: from, type, shape }) {
      const tensor = { name, type, shape };
      nodes.push(nodeProto('Identity', [{ name: from, type, shape }], tensor, {}, ''));
      outputs.push(valueInfo(tensor));
    },
    bytes(notes) {
      const graph = message(
        ...nodes.map((node) => block(1, node)),
        block(2, name),
        ...initializers.map((tensor) => block(5, tensor)),
        ...inputs.map((value) => block(11, value)),
        ...outputs.map((value) => block(12, value)),
        ...between.map((value) => block(13, value)),
      );
      return message(
        varint(1, 8),
        block(2, 'Plumb'),
        block(7, graph),
        block(8, message(block(1, ''), varint(2, 17))),
        block(8, message(block(1, 'ai.onnx.ml'), varint(2, 3))),
        ...Object.entries(notes).map(([key, value]) => block(14, message(block(1, key), block(2, value)))),
      );
    },
  };
}

function valueInfo({ name, type, shape }: Tensor): Uint8Array {
  const dimensions = shape.map((size) => block(1, size === 'rows' ? block(2, 'rows') : varint(1, size)));
  const tensorType = message(varint(1, elementTypes[type]), block(2, message(...dimensions)));
  return message(block(1, name), block(2, block(1, tensorType)));
}

function nodeProto(
  operator: string,
  inputs: readonly Tensor[],
  output: Tensor,
  attributes: Record<string, Attribute>,
  domain: string,
): Uint8Array {
  return message(
    ...inputs.map(({ name }) => block(1, name)),
    block(2, output.name),
    block(3, `make ${output.name}`),
    block(4, operator),
    ...Object.entries(attributes).map(([name, value]) => block(5, message(block(1, name), ...attributeProto(value)))),
    ...(domain === '' ? [] : [block(7, domain)]),
  );
}

function attributeProto(value: Attribute): Field[] {
  if ('float' in value) return [float(2, value.float), varint(20, 1)];
  if ('int' in value) return [varint(3, value.int), varint(20, 2)];
  if ('text' in value) return [block(4, value.text), varint(20, 3)];
  if ('floats' in value) return [floats(7, value.floats), varint(20, 6)];
  if ('ints' in value) return [varints(8, value.ints), varint(20, 7)];
  return [...value.texts.map((text) => block(9, text)), varint(20, 8)];
}

function tensorProto(
  { name, type }: Tensor,
  shape: readonly number[],
  values: readonly (number | string)[],
): Uint8Array {
  const data =
    type === 'string' ? values.map((text) => block(6, text as string)) : [block(9, rawData(type, values as number[]))];
  return message(...shape.map((size) => varint(1, size)), varint(2, elementTypes[type]), ...data, block(8, name));
}

function rawData(type: ElementType, values: readonly number[]): Uint8Array {
  if (type === 'bool') return Uint8Array.from(values);
  const array =
    type === 'float'
      ? Float32Array.from(values)
      : type === 'double'
        ? Float64Array.from(values)
        : BigInt64Array.from(values, BigInt);
  return new Uint8Array(array.buffer);
}
