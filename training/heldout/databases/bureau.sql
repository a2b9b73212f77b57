-- A translation bureau.
CREATE TABLE cust (cust_id INTEGER PRIMARY KEY, cust_nm TEXT, ctry TEXT, sector TEXT, since_dt TEXT, disc_pct REAL);
CREATE TABLE lang (lang_cd TEXT PRIMARY KEY, lang_nm TEXT, rtl INTEGER);
CREATE TABLE transl (tr_id INTEGER PRIMARY KEY, tr_nm TEXT, native_cd TEXT REFERENCES lang(lang_cd), city TEXT, rate_wd REAL, exp_yrs INTEGER, active INTEGER);
CREATE TABLE ord (ord_no INTEGER PRIMARY KEY, cust_id INTEGER REFERENCES cust(cust_id), tr_id INTEGER REFERENCES transl(tr_id), src_cd TEXT REFERENCES lang(lang_cd), tgt_cd TEXT REFERENCES lang(lang_cd), wd_cnt INTEGER, price_wd REAL, recv_dt TEXT, due_dt TEXT, dlv_dt TEXT, stat TEXT);
CREATE TABLE inv (inv_no INTEGER PRIMARY KEY, ord_no INTEGER REFERENCES ord(ord_no), amt REAL, inv_dt TEXT, paid_dt TEXT);
INSERT INTO cust VALUES
(1,'Nordwind Energy','Germany','energy','2017-02-01',5.0),
(2,'Clinique Saint-Ange','France','medical','2018-10-15',NULL),
(3,'Baxter & Hale','United Kingdom','legal','2019-03-22',10.0),
(4,'Pampa Foods','Argentina','food','2020-06-30',NULL),
(5,'Kestrel Games','United Kingdom','gaming','2021-09-13',7.5),
(6,'Al Noor Bank','Jordan','finance','2022-01-19',NULL),
(7,'Tallinn Robotics','Estonia','engineering','2023-05-04',2.5),
(8,'Verlag Morgenrot','Germany','publishing','2023-11-27',NULL);
INSERT INTO lang VALUES
('en','English',0),('de','German',0),('fr','French',0),('es','Spanish',0),('ar','Arabic',1),('et','Estonian',0),('ja','Japanese',0),('he','Hebrew',1);
INSERT INTO transl VALUES
(1,'Greta Vogel','de','Berlin',0.14,18,1),
(2,'Luc Perrin','fr','Lyon',0.12,9,1),
(3,'Marisol Vega','es','Madrid',0.11,12,1),
(4,'Samir Khoury','ar','Amman',0.15,15,1),
(5,'Owen Price','en','Bristol',0.13,6,1),
(6,'Kadri Saar','et','Tartu',0.16,4,1),
(7,'Heidi Baum','de','Vienna',0.125,2,1),
(8,'Tom Ashby','en','Leeds',0.10,22,0),
(9,'Aiko Mori','ja','Osaka',0.18,7,1);
INSERT INTO ord VALUES
(1001,1,5,'de','en',4200,0.19,'2023-01-09','2023-01-20','2023-01-19','delivered'),
(1002,2,5,'fr','en',1850,0.21,'2023-02-14','2023-02-21','2023-02-24','delivered'),
(1003,3,1,'en','de',7600,0.20,'2023-03-01','2023-03-31','2023-03-28','delivered'),
(1004,3,2,'en','fr',7600,0.18,'2023-03-01','2023-03-31','2023-03-31','delivered'),
(1005,4,3,'en','es',950,0.15,'2023-05-17','2023-05-22','2023-05-20','delivered'),
(1006,5,9,'en','ja',12400,0.24,'2023-06-05','2023-07-15','2023-07-20','delivered'),
(1007,5,7,'en','de',12100,0.19,'2023-06-05','2023-07-15','2023-07-12','delivered'),
(1008,6,4,'en','ar',3300,0.22,'2023-09-11','2023-09-25','2023-09-25','delivered'),
(1009,1,1,'en','de',2750,0.20,'2023-10-02','2023-10-12','2023-10-10','delivered'),
(1010,2,2,'en','fr',620,0.21,'2023-12-18','2023-12-22',NULL,'cancelled'),
(1011,7,6,'en','et',5100,0.23,'2024-01-15','2024-02-05','2024-02-02','delivered'),
(1012,8,1,'en','de',31000,0.17,'2024-01-22','2024-04-30','2024-05-06','delivered'),
(1013,5,2,'en','fr',11800,0.18,'2024-02-12','2024-03-25','2024-03-22','delivered'),
(1014,6,4,'ar','en',2100,0.22,'2024-03-04','2024-03-15','2024-03-14','delivered'),
(1015,3,1,'en','de',1450,0.20,'2024-04-08','2024-04-16',NULL,'in progress'),
(1016,4,3,'en','es',2300,0.15,'2024-04-11','2024-04-26',NULL,'in progress'),
(1017,7,NULL,'et','fr',880,0.25,'2024-04-19','2024-05-10',NULL,'new'),
(1018,1,NULL,'de','es',3900,0.20,'2024-04-22','2024-05-13',NULL,'new'),
(1019,5,9,'en','ja',3000,0.24,'2024-03-18','2024-03-29','2024-03-28','delivered'),
(1020,5,3,'en','es',6400,0.16,'2024-03-18','2024-04-12','2024-04-10','delivered'),
(1021,3,3,'en','es',5200,0.19,'2023-11-06','2023-11-30','2023-11-29','delivered');
INSERT INTO inv VALUES
(501,1001,798.0,'2023-01-31','2023-02-20'),
(502,1002,388.5,'2023-02-28','2023-03-30'),
(503,1003,1520.0,'2023-03-31','2023-06-12'),
(504,1004,1368.0,'2023-03-31','2023-06-12'),
(505,1005,142.5,'2023-05-31','2023-06-05'),
(506,1006,2976.0,'2023-07-31','2023-08-29'),
(507,1007,2299.0,'2023-07-31','2023-08-30'),
(508,1008,726.0,'2023-09-30','2023-11-15'),
(509,1009,550.0,'2023-10-31','2023-11-20'),
(510,1011,1173.0,'2024-02-29','2024-03-12'),
(511,1012,5270.0,'2024-05-31',NULL),
(512,1013,2124.0,'2024-03-31',NULL),
(513,1014,462.0,'2024-03-31','2024-04-18'),
(514,1019,720.0,'2024-03-31','2024-04-25'),
(515,1020,1024.0,'2024-04-30','2024-05-21'),
(516,1021,988.0,'2023-11-30','2024-01-22');
