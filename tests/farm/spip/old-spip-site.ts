import Sqlite from 'better-sqlite3'

/** The tables of an invented SPIP 4 site, row by row. */
export type OldTables = Readonly<Record<string, readonly Readonly<Record<string, string | number>>[]>>

const TOWNS = ['Nevers', 'Decize', 'Clamecy', 'Cosne-Cours-sur-Loire', 'Château-Chinon', 'La Charité-sur-Loire']
const SUBJECTS = [
  'Le forum de l’emploi',
  'Un atelier de soudure',
  'La fête du fromage',
  'L’accueil des apprentis',
  'Le bus à la demande',
]

/** The site of an invented house of jobs: 60 articles of every status, 4 briefs, sections, keywords, authors, documents, two pulled sites. */
export function oldSpipSite(): OldTables {
  const articles = [...TOLD, ...Array.from({ length: 60 - TOLD.length }, (_, n) => ordinary(TOLD.length + n + 1))]
  return {
    spip_meta: [
      { nom: 'adresse_site', valeur: 'https://www.maison-emploi-morvan.example' },
      { nom: 'nom_site', valeur: 'Maison de l’emploi du Morvan' },
    ],
    spip_rubriques: [
      { id_rubrique: 1, id_parent: 0, titre: '1. Emploi', statut: 'publie' },
      { id_rubrique: 2, id_parent: 1, titre: 'Offres et forums', statut: 'publie' },
      { id_rubrique: 3, id_parent: 0, titre: 'Vie de la maison', statut: 'publie' },
    ],
    spip_groupes_mots: [
      { id_groupe: 1, titre: 'Thèmes' },
      { id_groupe: 2, titre: 'Territoires' },
    ],
    spip_mots: [
      { id_mot: 1, id_groupe: 1, titre: 'Apprentissage', type: 'Thèmes' },
      { id_mot: 2, id_groupe: 2, titre: 'Nièvre', type: 'Territoires' },
      { id_mot: 3, id_groupe: 1, titre: 'Coup de cœur', type: 'Thèmes' },
      { id_mot: 4, id_groupe: 1, titre: 'VAE', type: 'Thèmes' },
    ],
    spip_mots_liens: [
      { id_mot: 2, id_objet: 1, objet: 'article' },
      { id_mot: 4, id_objet: 1, objet: 'article' },
      { id_mot: 3, id_objet: 2, objet: 'article' },
      { id_mot: 2, id_objet: 1, objet: 'breve' },
    ],
    spip_auteurs: [
      { id_auteur: 1, nom: 'Odile Marchand', email: 'odile@maison.example', statut: '0minirezo', pass: 'secret' },
      { id_auteur: 2, nom: 'Karim Attal', email: '', statut: '1comite', pass: '' },
    ],
    spip_auteurs_liens: [
      { id_auteur: 1, id_objet: 1, objet: 'article' },
      { id_auteur: 2, id_objet: 1, objet: 'article' },
    ],
    spip_articles: articles,
    spip_breves: [
      {
        id_breve: 1,
        id_rubrique: 1,
        titre: 'Permanence déplacée',
        texte: 'La permanence se tient en mairie. Voir [->art1].',
        lien_titre: 'Le Journal',
        lien_url: 'https://journal.example/permanence',
        date_heure: '2026-09-14 10:00:00',
        statut: 'publie',
        lang: 'fr',
      },
      {
        id_breve: 2,
        id_rubrique: 1,
        titre: 'Recrutement saisonnier',
        texte: 'Vingt postes.',
        lien_titre: '',
        lien_url: '',
        date_heure: '2026-10-02 10:00:00',
        statut: 'prop',
        lang: 'fr',
      },
    ],
    spip_documents: [
      {
        id_document: 1,
        titre: 'Affiche du forum',
        fichier: 'png/affiche.png',
        extension: 'png',
        distant: 'non',
        mode: 'image',
      },
      {
        id_document: 2,
        titre: 'Programme',
        fichier: 'pdf/programme.pdf',
        extension: 'pdf',
        distant: 'non',
        mode: 'document',
      },
      {
        id_document: 3,
        titre: 'Piège',
        fichier: '../../../../etc/passwd',
        extension: 'txt',
        distant: 'non',
        mode: 'document',
      },
    ],
    spip_documents_liens: [
      { id_document: 1, id_objet: 1, objet: 'article', vu: 'oui', role: 'document' },
      { id_document: 2, id_objet: 1, objet: 'article', vu: 'non', role: 'document' },
      { id_document: 3, id_objet: 2, objet: 'article', vu: 'non', role: 'document' },
    ],
    spip_syndic: [
      {
        id_syndic: 1,
        nom_site: 'Morvan Infos',
        url_site: 'https://infos.example',
        url_syndic: 'https://infos.example/spip.php?page=backend',
        syndication: 'oui',
        statut: 'publie',
      },
      {
        id_syndic: 2,
        nom_site: 'Sans flux',
        url_site: 'https://sans.example',
        url_syndic: '',
        syndication: 'non',
        statut: 'publie',
      },
    ],
    spip_syndic_articles: [
      {
        id_syndic_article: 1,
        id_syndic: 1,
        titre: 'Ailleurs',
        url: 'https://infos.example/1',
        date: '2026-09-01 08:00:00',
        descriptif: 'Un mot',
        lesauteurs: '',
        statut: 'publie',
      },
    ],
    spip_urls: [
      { id_parent: 0, url: 'Le-forum-de-l-emploi', type: 'article', id_objet: 1, date: '2026-01-01 00:00:00' },
      { id_parent: 0, url: 'emploi', type: 'rubrique', id_objet: 1, date: '2026-01-01 00:00:00' },
      { id_parent: 1, url: 'le-bus', type: 'article', id_objet: 5, date: '2026-01-01 00:00:00' },
    ],
  }
}

const TOLD = [
  {
    ...article(1, 'publie', '2026-09-10 09:30:00'),
    titre: '01. Le forum de l’emploi',
    chapo: 'Trente employeurs vous attendent à {{Nevers}}.',
    texte:
      '{{{Le programme}}}\n\n-* accueil à 9 h\n-* ateliers, voir [->art2] et [les photos->doc2]\n\n<img1|left>Venez nombreux[[Entrée libre.]] !\n\n|{{Heure}}|{{Salle}}|\n|9 h|A|\n\n[Perdu->art999] [Site->https://exemple.example/?a=1&b=2] <script>alert(1)</script>',
    ps: 'Écrire à [->accueil@maison.example]',
  },
  {
    ...article(2, 'publie', '2026-09-11 09:30:00'),
    id_rubrique: 3,
    titre: 'Les photos du {forum}',
    texte: 'Merci à tous, et retour à [l’annonce->article1].',
  },
  { ...article(3, 'prop', '2026-10-01 09:30:00'), titre: 'Une proposition', texte: 'À relire.' },
  { ...article(4, 'prepa', '2026-10-01 09:30:00'), titre: 'Un brouillon', texte: 'Pas fini.' },
  { ...article(5, 'publie', '2026-08-01 09:30:00'), titre: 'Le bus à la demande', texte: 'Il roule.' },
  { ...article(6, 'refuse', '2026-08-01 09:30:00'), titre: 'Refusé là-bas', texte: 'Non.' },
  { ...article(7, 'poubelle', '2026-08-01 09:30:00'), titre: 'Jeté là-bas', texte: 'À jeter.' },
  {
    ...article(9, 'publie', '2099-01-01 09:30:00'),
    titre: 'Pour plus tard',
    texte: 'Bientôt.',
    maj: '2026-10-01 00:00:00',
  },
  { ...article(8, 'publie', '2026-08-01 09:30:00'), titre: 'Sans aucun texte', texte: '' },
]

function article(id: number, statut: string, date: string) {
  const texts = { surtitre: '', titre: '', soustitre: '', descriptif: '', chapo: '', texte: '', ps: '' }
  return {
    id_article: id,
    ...texts,
    id_rubrique: 2,
    date,
    statut,
    lang: 'fr',
    nom_site: '',
    url_site: '',
    virtuel: '',
    maj: '',
  }
}

function ordinary(id: number) {
  const town = TOWNS[id % TOWNS.length] ?? ''
  const titre = `${SUBJECTS[id % SUBJECTS.length]} à ${town}, n° ${id}`
  const texte = `{{${town}}} : l’été a été long, ça recommence.\n\n-# d’abord ;\n-# ensuite.\n\nLire aussi [->art${((id * 7) % 60) + 1}].`
  return { ...article(id, 'publie', `2026-0${(id % 9) + 1}-1${id % 10} 08:00:00`), titre, texte }
}

/** Writes them as an SQLite file. */
export function writeSqlite(path: string, tables: OldTables): void {
  const database = new Sqlite(path)
  for (const [table, rows] of Object.entries(tables)) {
    const columns = Object.keys(rows[0] ?? { id: 0 })
    database.exec(`create table ${table} (${columns.map((name) => `"${name}" text`).join(', ')})`)
    const insert = database.prepare(`insert into ${table} values (${columns.map(() => '?').join(', ')})`)
    for (const row of rows) insert.run(columns.map((name) => row[name] ?? ''))
  }
  database.close()
}

/** The same as mysqldump writes them. */
export function mysqlDump(tables: OldTables): string {
  const statements = Object.entries(tables).map(([table, rows]) => {
    const columns = Object.keys(rows[0] ?? { id: 0 })
    const create = `DROP TABLE IF EXISTS \`${table}\`;\n/*!40101 SET character_set_client = utf8 */;\nCREATE TABLE \`${table}\` (\n${columns.map((name) => `  \`${name}\` longtext NOT NULL DEFAULT ''`).join(',\n')},\n  PRIMARY KEY (\`${columns[0]}\`),\n  KEY \`k\` (\`${columns[0]}\`(10))\n) ENGINE=MyISAM DEFAULT CHARSET=utf8;`
    const values = rows.map((row) => `(${columns.map((name) => sqlValue(row[name] ?? '')).join(',')})`)
    return `${create}\nLOCK TABLES \`${table}\` WRITE;\nINSERT INTO \`${table}\` VALUES ${values.join(',')};\nUNLOCK TABLES;\n`
  })
  return `-- MySQL dump 10.13  Distrib 5.7\n-- Host: localhost\n/*!40101 SET NAMES utf8 */;\n\n${statements.join('\n')}`
}

function sqlValue(value: string | number): string {
  if (typeof value === 'number') return String(value)
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}
