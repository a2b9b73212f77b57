-- A small publisher: who wrote what, how often it was printed, and which shops ordered it.
CREATE TABLE authors (id INTEGER PRIMARY KEY, full_name TEXT, nationality TEXT, email TEXT, signed_on TEXT);
CREATE TABLE editors (id INTEGER PRIMARY KEY, name TEXT, desk TEXT, monthly_pay INTEGER);
CREATE TABLE titles (id INTEGER PRIMARY KEY, title TEXT, series TEXT, genre TEXT, list_price REAL, pages INTEGER, published_on TEXT, editor_id INTEGER REFERENCES editors(id));
CREATE TABLE title_authors (title_id INTEGER REFERENCES titles(id), author_id INTEGER REFERENCES authors(id), share_percent INTEGER, PRIMARY KEY (title_id, author_id));
CREATE TABLE printings (id INTEGER PRIMARY KEY, title_id INTEGER REFERENCES titles(id), printed_on TEXT, copies INTEGER, unit_cost REAL, printer TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, title_id INTEGER REFERENCES titles(id), shop TEXT, town TEXT, ordered_on TEXT, quantity INTEGER, is_paid INTEGER);
INSERT INTO authors VALUES (1,'Wanda Brill','Polish','wanda@brill.test','2016-03-01'),(2,'Colm Fahey','Irish',NULL,'2018-09-12'),(3,'Anneke Vos','Dutch','anneke@vos.test','2015-01-20'),(4,'Idris Kamau','Kenyan','idris@kamau.test','2021-05-05'),(5,'Beatriz Leal','Portuguese','bea@leal.test','2019-11-30'),(6,'Rolf Ekman','Swedish',NULL,'2023-02-14'),(7,'Siobhan Keane','Irish','siobhan@keane.test','2022-07-07');
INSERT INTO editors VALUES (1,'Maud Perrin','fiction',3400),(2,'Gil Aronson','nature',3150),(3,'Tamsin Yeo','children',2950),(4,'Piet Roos','fiction',3600),(5,'Asta Holm','poetry',2800);
INSERT INTO titles VALUES
 (1,'The Salt Ledger','Coast Trilogy','novel',14.50,312,'2017-04-11',1),(2,'A Map of Tides','Coast Trilogy','novel',15.00,340,'2019-09-03',1),(3,'Harbourmaster','Coast Trilogy','novel',16.50,366,'2022-03-22',4),
 (4,'Moths After Dark',NULL,'nature',22.00,184,'2018-06-14',2),(5,'Lichen Walks',NULL,'nature',19.90,152,'2021-05-20',2),(6,'Otter and the Very Long Pipe','Otter','picture book',11.00,32,'2019-02-01',3),
 (7,'Otter Learns to Queue','Otter','picture book',11.00,36,'2020-10-09',3),(8,'Bread for Strangers',NULL,'essays',13.20,220,'2021-11-02',4),(9,'Quiet Engines',NULL,'poetry',9.80,88,'2023-08-15',1),(10,'The Peat Cutters',NULL,'essays',12.60,204,'2024-01-30',4);
INSERT INTO title_authors VALUES (1,1,100),(2,1,100),(3,1,60),(3,2,40),(4,3,100),(5,3,70),(5,5,30),(6,5,50),(6,7,50),(7,5,100),(8,4,100),(9,2,100),(10,2,100);
INSERT INTO printings VALUES (1,1,'2017-03-20',3000,2.10,'Norse Press'),(2,1,'2018-01-15',1500,2.35,'Norse Press'),(3,1,'2020-06-02',1000,2.60,'Delta Print'),(4,2,'2019-08-10',4000,2.05,'Norse Press'),(5,3,'2022-03-01',5000,2.40,'Delta Print'),
 (6,4,'2018-05-28',1200,6.80,'Ostrava Offset'),(7,5,'2021-04-30',1500,6.40,'Ostrava Offset'),(8,6,'2019-01-12',6000,1.75,'Delta Print'),(9,6,'2020-11-11',6500,1.70,'Delta Print'),(10,7,'2020-09-20',7000,1.70,'Delta Print'),(11,8,'2021-10-15',900,2.90,'Norse Press'),(12,9,'2023-08-01',500,3.20,'Ostrava Offset');
INSERT INTO orders VALUES (1,1,'Foxglove Books','Galway','2023-01-09',20,1),(2,2,'Foxglove Books','Galway','2023-01-09',15,1),(3,6,'Little Lantern','Leeds','2023-02-17',60,1),(4,4,'The Hide','Norwich','2023-03-05',12,0),(5,3,'Foxglove Books','Galway','2023-06-21',30,1),
 (6,7,'Little Lantern','Leeds','2023-09-30',75,0),(7,8,'Corner Shelf','Bristol','2023-10-12',8,1),(8,9,'Corner Shelf','Bristol','2023-12-01',5,0),(9,5,'The Hide','Norwich','2024-01-18',18,1),(10,3,'Paper Boat','Galway','2024-02-02',25,0),(11,6,'Paper Boat','Galway','2024-02-20',40,1),(12,1,'Corner Shelf','Bristol','2024-03-11',6,1);
