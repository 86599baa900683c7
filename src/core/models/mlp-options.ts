import { z } from 'zod';

const describe = (label: string, description: string, unit?: string) => ({ label, description, ...(unit && { unit }) });

export const mlpOptions = z.strictObject({
  hiddenLayerSizes: z
    .array(z.number().int().min(1).max(2048))
    .max(6)
    .default([64, 32])
    .meta(
      describe(
        'Hidden layers',
        'Units of each hidden layer, from the first; none makes it a logistic regression.',
        'units',
      ),
    ),
  activation: z
    .enum(['relu', 'tanh'])
    .default('relu')
    .meta(describe('Activation', 'The bend between layers: relu cuts below zero, tanh squashes to between -1 and 1.')),
  dropout: z
    .number()
    .min(0)
    .max(0.9)
    .default(0)
    .meta(describe('Dropout', 'Share of hidden units left out of each training step, drawn anew each time.', 'share')),
  l2: z
    .number()
    .min(0)
    .default(1e-4)
    .meta(
      describe(
        'L2 penalty',
        'Like alpha of scikit-learn: lambda/2 |w|^2 is added to the sum of log losses of each batch; biases are free.',
      ),
    ),
  learningRate: z
    .number()
    .gt(0)
    .default(1e-3)
    .meta(describe('Learning rate', 'Length of the steps of Adam; lower it when the loss jumps or is not a number.')),
  schedule: z
    .enum(['constant', 'cosine', 'step'])
    .default('constant')
    .meta(
      describe(
        'Schedule',
        'How the learning rate goes on: constant; cosine, down to 0 at the last epoch; step, a tenth after each third of the epochs.',
      ),
    ),
  batchSize: z
    .number()
    .int()
    .min(1)
    .max(65536)
    .default(256)
    .meta(describe('Batch size', 'Training rows in each step; all rows when there are fewer.', 'rows')),
  maxEpochs: z
    .number()
    .int()
    .min(1)
    .max(10000)
    .default(50)
    .meta(describe('Most epochs', 'Passes over all training rows at most.', 'epochs')),
  earlyStopping: z
    .boolean()
    .default(true)
    .meta(
      describe(
        'Early stopping',
        'Stop when the validation loss no longer falls, and keep the weights of the best epoch.',
      ),
    ),
  patience: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .meta(describe('Patience', 'Epochs without a lower loss before early stopping.', 'epochs')),
  classWeight: z
    .enum(['none', 'balanced'])
    .default('none')
    .meta(
      describe('Class weights', 'Balanced gives each class the same total weight, whatever its share of the rows.'),
    ),
});

export type MlpOptions = z.infer<typeof mlpOptions>;
