import type { Command } from './command.ts'
import { reset } from './commands/reset.ts'
import { serve } from './commands/serve.ts'

/** Every command of `farm`, in the order the help lists them. */
export const COMMANDS: readonly Command[] = [reset, serve]
