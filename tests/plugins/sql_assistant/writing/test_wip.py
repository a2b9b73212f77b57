import pytest
from plugins.sql_assistant.check import subject_of
from plugins.sql_assistant.sources.opening import open_source
from plugins.sql_assistant.connections import *
from plugins.sql_assistant.writing.dry_run import *
from plugins.sql_assistant.sources.base import *

COMMON='''
CREATE TABLE customer (id INTEGER PRIMARY KEY, name VARCHAR(40), city VARCHAR(40), born DATE, price NUMERIC(10,2), {auto});
CREATE TABLE invoice (id INTEGER PRIMARY KEY, customer_id INTEGER, total FLOAT, FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE);
CREATE TABLE nokey (a VARCHAR(10), b INTEGER);
CREATE TABLE log (noted TIMESTAMP, what VARCHAR(10));
INSERT INTO customer (id,name,city,born,price) VALUES (1,'Ana','Paris','2020-01-02',1.5),(2,'Bo','Oslo',NULL,2),(3,'Zoe','Paris','1999-01-01',3);
INSERT INTO invoice VALUES (1,1,120.5),(2,1,20),(3,2,300);
INSERT INTO nokey VALUES ('a',1),('a',1),('b',2);
'''
ST = ["UPDATE customer SET city='Lyon' WHERE city='Paris'","DELETE FROM customer WHERE id=1","UPDATE customer SET price=price*2","UPDATE customer SET id=id+10 WHERE id = 3","INSERT INTO customer (id,name) VALUES (7,'v'),(8,'w')",
 "UPDATE nokey SET b=b+1 WHERE a='a'","DELETE FROM nokey WHERE a='a'","UPDATE customer SET name = (SELECT max(total) FROM invoice i WHERE i.customer_id=customer.id) WHERE EXISTS (SELECT 1 FROM invoice WHERE invoice.customer_id=customer.id)",
 "UPDATE customer SET born = CURRENT_DATE WHERE id=1","UPDATE customer SET born = DEFAULT, price = 10 WHERE id=1", "UPDATE customer SET price = 'abc' WHERE id=1","INSERT INTO log SELECT now(), name FROM customer","INSERT INTO invoice VALUES (9, 77, 1)","UPDATE customer SET name='123456789012345678901234567890123456789012345678901234567890'","DELETE FROM invoice WHERE total > 100","INSERT INTO nokey SELECT name, 5 FROM customer", "UPDATE customer SET name = upper(name) WHERE name LIKE '%o%'"]
def show(sub, d, more):
  for s in ST+more:
    try:
        f=preview(s, sub, d, Stop())
        print("OK", s,"|",f.affected, [(r.before,r.after,r.changed) for r in f.rows], f.key, f.effects, [w.message for w in f.warnings])
    except (QueryFailed) as e: print("NO", s,"|", e.problem.message, "|", e.problem.hint)
  f=preview(ST[0], sub, d, Stop()); w=apply(f, sub, d, Stop()); print(w.entry)
  try: apply(f, sub, d, Stop())
  except QueryFailed as e: print(e.problem)
def sub_of(url, d):
    src=open_source(url, d); Connections(d).keep(Connection(src.address, may_write=True)); return subject_of(src, src.read_schema())
def test_pg(postgres, tmp_path):
    url=postgres.create_database("w", COMMON.format(auto="serial_no serial")+'''
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (now(), 'x'); RETURN NEW; END $$;
CREATE TRIGGER tg AFTER UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION f();
CREATE TABLE "Camel" ("someColumn" integer PRIMARY KEY, n integer); INSERT INTO "Camel" VALUES (7, 1);
CREATE VIEW v AS SELECT * FROM log;''')
    show(sub_of(url,tmp_path), tmp_path, ["UPDATE customer SET city = i.total FROM invoice i WHERE i.customer_id=customer.id","UPDATE customer SET city = 'x' FROM invoice i WHERE i.customer_id=customer.id",'UPDATE camel SET n = 2 WHERE somecolumn = 7',"INSERT INTO customer (id,name) VALUES (1,'q'),(9,'p') ON CONFLICT (id) DO UPDATE SET name=excluded.name, city='Z'","UPDATE v SET what='x'","DELETE FROM customer USING invoice i WHERE i.customer_id = customer.id AND i.total > 200","INSERT INTO customer (id) VALUES (1)"])
def test_my(mysql, tmp_path):
    url=mysql.create_database("w", COMMON.format(auto="nr integer unique auto_increment")+'''
CREATE TABLE m (a integer primary key) ENGINE=MyISAM; CREATE TRIGGER tg AFTER INSERT ON log FOR EACH ROW INSERT INTO m VALUES (1);''')
    show(sub_of(url,tmp_path), tmp_path, ["INSERT INTO customer (id,name) VALUES (1,'q'),(9,'p') ON DUPLICATE KEY UPDATE name=VALUES(name), city='Z'","DELETE FROM m","INSERT INTO m VALUES (1)","UPDATE customer SET city='Paris'"])
def test_duck(tmp_path):
    import duckdb
    p=tmp_path/"a.duckdb"; c=duckdb.connect(str(p)); c.execute(COMMON.format(auto="serial_no integer").replace(" ON DELETE CASCADE","")); c.execute("CREATE TRIGGER tg AFTER INSERT ON nokey INSERT INTO log VALUES (now(), 'x')"); c.close()
    show(sub_of(str(p),tmp_path), tmp_path, ["INSERT INTO customer (id,name) VALUES (1,'q'),(9,'p') ON CONFLICT (id) DO UPDATE SET name=excluded.name, city='Z'","UPDATE customer SET city = i.total FROM invoice i WHERE i.customer_id=customer.id AND i.total > 50","DELETE FROM customer USING invoice i WHERE i.customer_id = customer.id AND i.total > 200"])
