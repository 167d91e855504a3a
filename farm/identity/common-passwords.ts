/** Passwords anyone would try first, folded; a figure before or after changes nothing. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
  motdepasse lemotdepasse monmotdepasse password mypassword passw0rd azerty azertyuiop qwerty qwertyuiop qsdfghjklm
  wxcvbn azertyqwerty azertyqsdfgh abcdef abcdefgh abcdefghij administrateur administrator admin adminadmin
  bienvenue welcome bonjour bonjourbonjour soleil chouchou doudou loulou marseille jetaime jetaimejetaime iloveyou
  changeme changezmoi secret topsecret letmein motdepassemotdepasse terroir utilisateur contributeur moderateur
  football superman princesse princess sunshine dragon monkey chocolat chouette nicolas camille france vivelafrance
  paris republique maisondelemploi emploi formation formationemploi 1234567890 0123456789 0987654321 9876543210
  12345678910 1234567891 1q2w3e4r5t 1a2z3e4r5t a1z2e3r4t5 q1w2e3r4t5 azerty123456 qwerty123456 123456azerty
  `
    .trim()
    .split(/\s+/),
)
