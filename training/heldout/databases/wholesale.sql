-- A wholesaler, with a prefix before each table and short names.
CREATE TABLE tbl_cust (cust_id INTEGER PRIMARY KEY, cust_nm VARCHAR(60), city VARCHAR(40), ctry VARCHAR(40), credit_limit DECIMAL(10,2));
CREATE TABLE tbl_cat (cat_id INTEGER PRIMARY KEY, cat_nm VARCHAR(40));
CREATE TABLE tbl_supp (supp_id INTEGER PRIMARY KEY, supp_nm VARCHAR(60), ctry VARCHAR(40));
CREATE TABLE tbl_prod (prod_id INTEGER PRIMARY KEY, prod_nm VARCHAR(60), cat_id INTEGER REFERENCES tbl_cat(cat_id), supp_id INTEGER REFERENCES tbl_supp(supp_id), unit_price DECIMAL(10,2), qty_in_stock INTEGER, is_discontinued INTEGER);
CREATE TABLE tbl_ord (ord_id INTEGER PRIMARY KEY, cust_id INTEGER REFERENCES tbl_cust(cust_id), ord_dt DATE, ship_dt DATE, pay_method VARCHAR(20), total_amt DECIMAL(10,2));
CREATE TABLE tbl_ord_line (line_id INTEGER PRIMARY KEY, ord_id INTEGER REFERENCES tbl_ord(ord_id), prod_id INTEGER REFERENCES tbl_prod(prod_id), qty INTEGER, price DECIMAL(10,2));
INSERT INTO tbl_cust VALUES (1,'Harbour Deli','Ghent','Belgium',5000),(2,'Café Lumen','Lyon','France',2500),(3,'Nordbrod','Aarhus','Denmark',8000),(4,'The Copper Pot','Lyon','France',1500),(5,'Vesper Hotel','Antwerp','Belgium',12000);
INSERT INTO tbl_cat VALUES (1,'Beverages'),(2,'Dairy'),(3,'Dry Goods'),(4,'Spices');
INSERT INTO tbl_supp VALUES (1,'Alpine Foods','Austria'),(2,'Maas Trading','Netherlands'),(3,'Sol y Mar','Spain'),(4,'Polar Imports','Norway');
INSERT INTO tbl_prod VALUES (1,'Elderflower Syrup',1,1,6.4,120,0),(2,'Goat Butter',2,1,4.1,35,0),(3,'Red Lentils',3,2,2.2,400,0),(4,'Smoked Paprika',4,3,3.8,0,0),(5,'Black Tea',1,2,5.5,85,1),(6,'Blue Cheese',2,1,9.9,12,0),(7,'Saffron',4,3,24.0,8,0),(8,'Buckwheat Flour',3,2,2.9,60,1);
INSERT INTO tbl_ord VALUES (1,1,'2022-11-14','2022-11-17','card',184.0),(2,2,'2023-01-09','2023-01-12','invoice',96.5),(3,3,'2023-03-22','2023-03-30','invoice',610.0),(4,1,'2023-06-02','2023-06-04','card',77.2),(5,4,'2023-08-15',NULL,'cash',58.0),(6,3,'2024-02-11','2024-02-13','invoice',1240.0),(7,2,'2024-02-27',NULL,'card',49.5),(8,1,'2024-03-05','2024-03-09','card',310.0);
INSERT INTO tbl_ord_line VALUES (1,1,1,10,6.0),(2,1,6,12,9.5),(3,2,3,30,2.1),(4,2,2,8,4.1),(5,3,3,200,2.0),(6,3,7,8,23.0),(7,4,4,20,3.8),(8,5,5,10,5.5),(9,6,7,40,22.5),(10,6,1,50,5.9),(11,7,2,12,4.1),(12,8,6,30,9.0);
