CREATE VIRTUAL TABLE `entry_search` USING fts5(`title`, `words`, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");
