-- A town library: who borrowed what, and when it came back.
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT, country TEXT, born INTEGER);
CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, author_id INTEGER REFERENCES authors(id), genre TEXT, pages INTEGER, published INTEGER);
CREATE TABLE members (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, city TEXT, joined_on TEXT);
CREATE TABLE loans (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES books(id), member_id INTEGER REFERENCES members(id), loaned_on TEXT, returned_on TEXT);
INSERT INTO authors VALUES (1,'Iris Halden','Norway',1951),(2,'Pedro Quental','Portugal',1938),(3,'Mira Okafor','Nigeria',1977),(4,'Tomas Hrubec','Czechia',1960),(5,'Lena Abt','Germany',1983),(6,'Sofia Brandt','Germany',1990);
INSERT INTO books VALUES
 (1,'Salt Roads',1,'Novel',312,1987),(2,'The Ninth Ferry',1,'Novel',288,1999),(3,'Letters to Ana',2,'Poetry',96,1971),(4,'Harbour Lights',2,'Novel',421,1984),
 (5,'Palm Wine Summer',3,'Novel',256,2011),(6,'Counting Rain',3,'Poetry',120,2016),(7,'The Clockmaker',4,'Mystery',344,1995),(8,'A Quiet Poison',4,'Mystery',298,2003),
 (9,'Night Train to Brno',4,'Mystery',310,2009),(10,'Moss',5,'Science',204,2018),(11,'Deep Water',5,'Science',530,2021);
INSERT INTO members VALUES
 (1,'Ada','Lind','Bergen','2018-02-11'),(2,'Jonas','Vik','Oslo','2019-06-03'),(3,'Karin','Moe','Bergen','2020-01-20'),(4,'Petter','Dahl','Voss','2020-09-14'),
 (5,'Silje','Berg','Oslo','2021-03-30'),(6,'Emil','Strand','Bergen','2022-11-05'),(7,'Nora','Hauge','Stavanger','2023-05-19');
INSERT INTO loans VALUES
 (1,1,1,'2023-01-04','2023-01-20'),(2,7,1,'2023-02-10','2023-03-01'),(3,8,1,'2023-05-02',NULL),(4,5,2,'2023-01-15','2023-02-02'),(5,10,2,'2023-06-21',NULL),
 (6,1,3,'2023-03-03','2023-03-17'),(7,4,3,'2022-12-12','2023-01-05'),(8,6,4,'2022-08-08','2022-08-30'),(9,7,5,'2023-07-01',NULL),(10,11,5,'2022-10-10','2022-11-11'),
 (11,2,6,'2023-07-09',NULL),(12,7,6,'2023-04-04','2023-04-25');
