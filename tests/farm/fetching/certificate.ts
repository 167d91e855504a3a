import { createHash, generateKeyPairSync, sign } from 'node:crypto'

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

/** What a certificate says (RFC 5280); without `issuer` it signs itself. */
export interface CertificateWishes {
  readonly name: string
  /** Host names it is for; an address of 127.0.0.1 is always one unless names are given. */
  readonly hosts?: readonly string[]
  readonly from?: Date
  readonly until?: Date
  readonly issuer?: { readonly name: string; readonly key: string }
}

/** Makes a certificate for a test; nothing of it is secret. */
export function certificate({
  name,
  hosts,
  from = YESTERDAY,
  until = TOMORROW,
  issuer,
}: CertificateWishes): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const serial = createHash('sha256').update(key).digest().subarray(0, 8)
  // DER writes a number with no zeros before it: one in some five hundred would be refused.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    ECDSA_SHA256,
    named(issuer?.name ?? name),
    sequence(time(from), time(until)),
    named(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(
      0xa3,
      sequence(extension([85, 29, 19], sequence(...(issuer ? [] : [TRUE]))), extension([85, 29, 17], names(hosts))),
    ),
  )
  const signature = sign('sha256', body, issuer?.key ?? privateKey)
  return { cert: pem(sequence(body, ECDSA_SHA256, bits(signature))), key }
}

const YESTERDAY = new Date(Date.now() - 86_400_000)
const TOMORROW = new Date(Date.now() + 86_400_000)
const TRUE = Buffer.from([0x01, 0x01, 0xff])
// 1.2.840.10045.4.3.2
const ECDSA_SHA256 = sequence(Buffer.from([0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]))

function names(hosts: readonly string[] | undefined): Buffer {
  if (hosts === undefined) return sequence(tagged(0x87, Buffer.from([127, 0, 0, 1])))
  return sequence(...hosts.map((host) => tagged(0x82, Buffer.from(host))))
}

function named(name: string): Buffer {
  const commonName = Buffer.from([0x06, 0x03, 85, 4, 3])
  return sequence(tagged(0x31, sequence(commonName, tagged(0x0c, Buffer.from(name)))))
}

function time(date: Date): Buffer {
  return tagged(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))
}

function extension(id: readonly number[], value: Buffer): Buffer {
  return sequence(tagged(0x06, Buffer.from(id)), tagged(0x04, value))
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

function bits(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), bytes]))
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts))
}

function tagged(tag: number, value: Buffer): Buffer {
  const { length } = value
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...head]), value])
}

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`
}
